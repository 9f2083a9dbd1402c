// On a narrow screen the place in a line of code may lie to the right of what is seen.
function showPlaces() {
  for (const before of document.querySelectorAll('.caret .unseen')) {
    const code = before.closest('.code');
    const behind = before.getBoundingClientRect().right + 48 - code.getBoundingClientRect().right;
    if (behind > 0) code.scrollLeft += behind;
  }
}

showPlaces();
