// Escape leaves a presentation, on every page.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("[role=dialog]")) return;
  document.querySelector(".st-key-eq_leave_present button")?.click();
});
