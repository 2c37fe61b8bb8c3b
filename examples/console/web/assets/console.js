"use strict";
// Everything works without this script; with it, a slider answers at once and progress moves by itself.
for (const form of document.querySelectorAll("form[data-live]")) {
  const input = form.querySelector("input[type=range]");
  let asked = 0;
  input.addEventListener("input", async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(form.dataset.live + "?at=" + encodeURIComponent(Number(input.value).toFixed(2)), { credentials: "same-origin" });
      if (!answer.ok || mine !== asked) return;
      const point = await answer.json();
      for (const place of form.querySelectorAll("[data-value]")) place.textContent = point[place.dataset.value];
    } catch { /* the button still works */ }
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
