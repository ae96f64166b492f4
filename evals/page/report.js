// Filters of the questions, and which measure is drawn by kind. The page is whole without it.
document.documentElement.classList.add("scripted");

for (const set of document.querySelectorAll("section.set")) {
  const kind = set.querySelector("select[name=kind]");
  const verdict = set.querySelector("select[name=verdict]");
  const words = set.querySelector("input[name=words]");
  const shown = set.querySelector("output");
  const questions = [...set.querySelectorAll("details.question")];

  function filter() {
    const wanted = words.value.trim().toLowerCase();
    let count = 0;
    for (const question of questions) {
      const fits =
        (!kind.value || question.dataset.kind === kind.value) &&
        (!verdict.value || question.dataset.verdict === verdict.value) &&
        (!wanted || question.textContent.toLowerCase().includes(wanted));
      question.hidden = !fits;
      if (fits) count += 1;
    }
    shown.textContent = `${count} of ${questions.length} shown`;
  }

  for (const control of [kind, verdict, words]) control?.addEventListener("input", filter);
  set.querySelector(".legend")?.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    // All of a verdict: what was filtered by before would leave some out.
    [verdict.value, kind.value, words.value] = [button.value, "", ""];
    filter();
    verdict.scrollIntoView({ block: "start" });
  });
  if (words) filter();

  for (const chooser of set.querySelectorAll("select[name=measure]")) {
    const groups = [...chooser.closest(".grouped").querySelectorAll("[data-measure]")];
    const choose = () => groups.forEach((group) => (group.hidden = group.dataset.measure !== chooser.value));
    chooser.addEventListener("input", choose);
    choose();
  }
}
