// Forms that take long to write: saved by keyboard, not lost to a broken line, kept as a draft on the server, and not
// left by mistake. Without this script they are sent as any other form.
const main = () => document.querySelector("main");
const form = () => main().querySelector("form[data-form]");
const words = (name) => main().querySelector(`[data-say="${name}"]`);
let changed = false;
let due;

// What was typed and refused is changed still; what was chosen by the way is not.
const isChanged = () => changed || main().querySelector(".errsum, .merge") !== null;

function say(name, text) {
  const place = words(name);
  if (!place) return;
  if (text !== undefined) place.textContent = text;
  place.hidden = false;
}

async function keep(writing) {
  const answer = await fetch("/incidents/draft", {
    method: "POST",
    headers: { "HX-Request": "true" },
    body: new URLSearchParams(new FormData(writing)),
  });
  if (answer.ok) say("draft", await answer.text());
  else say(answer.status === 401 ? "signed-out" : "no-draft");
}

function typed(event) {
  const writing = event.target.closest("form[data-form]");
  if (!writing) return;
  changed = true;
  if (!("draft" in writing.dataset)) return;
  clearTimeout(due);
  due = setTimeout(() => keep(writing).catch(() => say("no-draft")), 3000);
}

// The place that is chosen is the one that is named.
function chosen(event) {
  if (event.target.name !== "place_id") return;
  const name = event.target.closest("label")?.querySelector("b");
  if (name) main().querySelector("#place").value = name.textContent;
}

function show(html, pressed) {
  const next = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  main().replaceWith(document.adoptNode(next));
  window.htmx?.process(main());
  const [what, table] = (pressed?.value ?? "").split(".");
  const rows = [...main().querySelectorAll(`.entry [id^="${table}."]`)];
  const last = rows.at(-1)?.closest(".entry")?.querySelector("input:not([type=hidden]), select");
  const goTo = what === "add" && last ? last : main().querySelector(".errsum, .merge h2, h1");
  if (goTo === last) return goTo.focus();
  goTo.tabIndex = -1;
  goTo.focus();
}

async function send(writing, pressed) {
  const data = new FormData(writing);
  if (pressed?.name) data.append(pressed.name, pressed.value);
  const answer = await fetch(pressed?.formAction && pressed.hasAttribute("formaction") ? pressed.formAction : writing.action, {
    method: "POST",
    body: new URLSearchParams(data),
  });
  if (answer.redirected) {
    changed = false;
    clearTimeout(due);
    window.removeEventListener("beforeunload", leaving);
    location.assign(answer.url);
  } else {
    show(await answer.text(), pressed);
  }
}

function submitted(event) {
  const writing = event.target;
  if (!writing.matches("form[data-form]") || writing.dataset.busy) return writing.dataset?.busy && event.preventDefault();
  event.preventDefault();
  clearTimeout(due);
  writing.dataset.busy = "1";
  writing.setAttribute("aria-busy", "true");
  send(writing, event.submitter)
    .catch(() => {
      say("failed");
      words("failed")?.scrollIntoView({ block: "nearest" });
    })
    .finally(() => {
      delete writing.dataset.busy;
      writing.removeAttribute("aria-busy");
    });
}

function leaving(event) {
  if (form() && isChanged()) event.preventDefault();
}

function pressed(event) {
  const at = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && at.closest("form[data-form]")) {
    event.preventDefault();
    at.closest("form[data-form]").querySelector(".btn--main")?.click();
  } else if (event.key === "/" && !event.ctrlKey && !event.altKey && !at.closest("input, textarea, select")) {
    const search = document.querySelector("main input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  } else if (event.key === "ArrowDown" && at.id === "place") {
    const choice = main().querySelector("#place-choices input[type=radio]");
    if (choice) {
      event.preventDefault();
      choice.focus();
      choice.checked = true;
      chosen({ target: choice });
    }
  } else if ((event.key === "Escape" || event.key === "Enter") && at.closest("#place-choices")) {
    event.preventDefault();
    main().querySelector("#place").focus();
  }
}

document.addEventListener("input", typed);
document.addEventListener("change", typed);
document.addEventListener("change", chosen);
document.addEventListener("submit", submitted);
document.addEventListener("keydown", pressed);
window.addEventListener("beforeunload", leaving);
