// Connects the buttons for security keys with django-allauth's script (mfa/js/webauthn.js), which asks the browser for
// the key and sends the form. Without JavaScript the buttons stay hidden: an authenticator app needs none.
(() => {
  "use strict";

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault(); // a person who cancels is no error for the console
    document.getElementById("key-problem").hidden = false;
  });

  for (const button of document.querySelectorAll("[data-webauthn]")) {
    const connect = window.allauth.webauthn.forms[button.dataset.webauthn];
    connect({
      ids: { add: button.id, authenticate: button.id, credential: button.dataset.credential, data: "webauthn-data" },
    });
    button.hidden = false;
  }
})();
