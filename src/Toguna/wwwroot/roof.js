// The key / leads to the search in the roof, unless somebody is writing or the page has a search of its own.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.getElementById("find");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

// How many alerts its reader was told of and has not opened, beside the entry of the navigation, as it happens. Only while
// the page is looked at: a browser keeps few lines open to one server.
const bell = document.querySelector('nav a[href="/notices"]');
if (bell && window.EventSource) {
  const count = document.createElement("span");
  count.className = "bell";
  let line;
  let known;
  const hear = ({ data }) => {
    const unseen = Number(data);
    count.textContent = unseen;
    if (unseen > 0) bell.append(count);
    else count.remove();
    const news = document.getElementById("told");
    if (news && known !== undefined && unseen > known) news.hidden = false;
    known = unseen;
  };
  const listen = () => {
    line?.close();
    line = undefined;
    if (document.visibilityState !== "visible") return;
    line = new EventSource("/notices/line");
    line.onmessage = hear;
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => line?.close());
  listen();
}
