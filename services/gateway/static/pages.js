// What every page gets from JavaScript, and does well enough without.

// An error summary is read out first.
document.querySelector(".govuk-error-summary")?.focus();

// A form is sent once, however often its button is pressed.
for (const form of document.querySelectorAll("form[method=post]"))
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 3000);
  });

// "What to do now" stays readable without a network.
if ("serviceWorker" in navigator) navigator.serviceWorker.register(document.body.dataset.worker);
