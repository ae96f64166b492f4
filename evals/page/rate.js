// Gradio hands over `element` (what is shown), `trigger` (sends an event to Python) and `watch` (calls when it changed).
// What is judged is named by what is on the screen, so that a key pressed twice never judges the next one unseen.
function send(button) {
  if (button?.matches(".label")) {
    const unit = element.querySelector(".rate").id.slice("unit-".length);
    trigger("judge", { unit, label: button.value });
  }
  if (button?.matches(".back")) trigger("go_back");
}

element.addEventListener("click", (event) => send(event.target.closest("button")));
document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  const labels = element.querySelectorAll("button.label");
  if (["1", "2", "3", "4"].includes(event.key)) send(labels[Number(event.key) - 1]);
  if (event.key === "b" || event.key === "Backspace") send(element.querySelector("button.back"));
});
watch("value", () => {
  window.scrollTo({ top: 0 });
  for (const text of element.querySelectorAll(".passage")) {
    const mark = text.querySelector("mark");
    if (mark) text.scrollTop = mark.offsetTop - text.offsetTop - text.clientHeight / 3;
  }
});
