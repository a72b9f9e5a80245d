// Passkeys, where the browser has them; without them or without script the password stays.
const able = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON && navigator.credentials;

async function options(form) {
  const answer = await fetch(form.dataset.options, {
    method: "POST",
    headers: { RequestVerificationToken: form.elements.__RequestVerificationToken.value },
  });
  if (!answer.ok) throw new Error(`${form.dataset.options}: ${answer.status}`);
  return answer.json();
}

async function ask(form) {
  const given = await options(form);
  const credential = form.dataset.kind === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(given) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(given) });
  form.elements.credential.value = JSON.stringify(credential);
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!able) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // A person who closes the browser's question has answered it.
    ask(form).catch((error) => { if (error.name !== "NotAllowedError") throw error; });
  });
}
