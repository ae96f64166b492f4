// Runs once in the conversation and once in the evidence panel. Gradio hands over `element` (what the panel shows),
// `trigger` (sends an event to Python) and `watch` (calls back when Python has changed what is shown).
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

element.addEventListener("click", (event) => {
  const marker = event.target.closest("a.cite");
  if (marker) {
    event.preventDefault();
    document.querySelector("a.cite[aria-current]")?.removeAttribute("aria-current");
    marker.setAttribute("aria-current", "true");
    trigger("open_citation", { key: marker.getAttribute("href").slice("#cite-".length) });
    return;
  }
  const button = event.target.closest("button");
  if (button?.matches(".example")) trigger("ask_example", { number: button.value });
  if (button?.matches(".again")) trigger("ask_again", { number: button.value });
  if (button?.matches(".close")) closeEvidence();
});

function closeEvidence() {
  trigger("close_evidence");
  const marker = document.querySelector("a.cite[aria-current]");
  marker?.removeAttribute("aria-current");
  marker?.focus();
}

if (element.closest("#evidence")) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && element.querySelector(".evidence")) closeEvidence();
  });
}

let turns = 0;
watch("value", () => {
  const mark = element.querySelector(".evidence mark");
  if (mark) {
    mark.scrollIntoView({ block: "nearest", behavior: "auto" });
    element.querySelector("h2").focus({ preventScroll: true });
  }
  const shown = element.querySelectorAll(".turn");
  if (shown.length > turns) {
    const behavior = still.matches ? "auto" : "smooth";
    shown[shown.length - 1].scrollIntoView({ block: "start", behavior });
  }
  if (element.closest("#conversation")) turns = shown.length;
});
