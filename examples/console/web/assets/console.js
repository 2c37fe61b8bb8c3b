"use strict";
// Everything works without this script; with it, a slider answers at once and progress moves by itself.
for (const form of document.querySelectorAll("form[data-live]")) {
  const input = form.querySelector("input[type=range]");
  const drawn = document.getElementById(form.dataset.picture)?.querySelectorAll("[src], [srcset]") ?? [];
  let wanted = null;
  let busy = false;
  const follow = async () => {
    if (busy) return;
    busy = true;
    while (wanted !== null) {
      const at = wanted;
      wanted = null;
      try {
        const answer = await fetch(form.dataset.live + "?at=" + encodeURIComponent(at), { credentials: "same-origin" });
        if (!answer.ok) continue;
        const point = await answer.json();
        for (const place of form.querySelectorAll("[data-value]")) place.textContent = point[place.dataset.value];
        input.setAttribute("aria-valuetext", form.querySelector("output").textContent);
        for (const picture of drawn) {
          const name = picture.hasAttribute("srcset") ? "srcset" : "src";
          const address = new URL(picture.getAttribute(name), location.href);
          address.searchParams.set("at", at);
          picture.setAttribute(name, address.pathname + address.search);
        }
      } catch { /* the button still works */ }
    }
    busy = false;
  };
  input.addEventListener("input", () => {
    wanted = Number(input.value).toFixed(2);
    follow();
  });
}
for (const bar of document.querySelectorAll("progress[data-progress]")) {
  const look = async () => {
    try {
      const answer = await fetch(bar.dataset.progress, { credentials: "same-origin" });
      const state = await answer.json();
      if (!state.running) return location.reload();
      bar.max = state.total;
      bar.value = state.done;
    } catch { /* the page reloads itself */ }
    setTimeout(look, 400);
  };
  look();
}
