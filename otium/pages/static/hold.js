/* The clock beside the minutes on hold. Without it the minutes are typed. */
(() => {
  const box = document.querySelector("[data-timer]");
  const field = box?.querySelector("input");
  if (!field) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = box.dataset.start;
  box.append(button);
  let since = 0;
  let ticking = 0;
  const show = () => { field.value = String(Math.round((Date.now() - since) / 60000)); };
  button.addEventListener("click", () => {
    if (ticking) {
      clearInterval(ticking);
      ticking = 0;
      show();
      button.textContent = box.dataset.start;
      return;
    }
    since = Date.now() - (Number.parseInt(field.value, 10) || 0) * 60000;
    ticking = setInterval(show, 5000);
    show();
    button.textContent = box.dataset.stop;
  });
})();
