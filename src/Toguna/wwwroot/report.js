// Files that are too large together are told before they are sent: what was written stays on the page.
const form = document.querySelector("form[data-report]");
const files = form?.querySelector("input[type=file]");

form?.addEventListener("submit", (sending) => {
  const size = [...files.files].reduce((sum, file) => sum + file.size, 0);
  const heavy = size > Number(files.dataset.most) - 1_000_000;
  files.setCustomValidity(heavy ? files.dataset.words : "");
  if (heavy) {
    sending.preventDefault();
    files.reportValidity();
  }
});
files?.addEventListener("change", () => files.setCustomValidity(""));
