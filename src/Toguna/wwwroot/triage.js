// Triage by keys: j and k go through the queue, Enter opens; on a report l links, n makes an incident, w warns, s sets aside, a asks, p passes on.
const typing = (target) => target.closest("input, textarea, select");
const links = [...document.querySelectorAll("table[data-queue] tbody th a")];
const decide = document.querySelector("form[data-decide]");
const fields = { l: "#incident", s: "#reason", a: "#exposes input", p: "#compartment" };

document.addEventListener("keydown", (press) => {
  if (press.ctrlKey || press.metaKey || press.altKey || typing(press.target)) {
    return;
  }
  if (links.length > 0 && (press.key === "j" || press.key === "k")) {
    const at = links.indexOf(document.activeElement);
    const to = press.key === "j" ? at + 1 : at - 1;
    links[Math.min(Math.max(to, 0), links.length - 1)].focus();
    press.preventDefault();
  } else if (decide && fields[press.key]) {
    decide.querySelector(fields[press.key]).focus();
    press.preventDefault();
  } else if (decide) {
    const link = decide.querySelector(`a[data-key="${CSS.escape(press.key)}"]`);
    if (link) {
      press.preventDefault();
      link.click();
    }
  }
});
