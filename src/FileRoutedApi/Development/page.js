// On a narrow screen the marked position may be outside the visible part of its line.
function showPlaces() {
  for (const before of document.querySelectorAll('.caret .unseen')) {
    const code = before.closest('.code');
    const behind = before.getBoundingClientRect().right + 48 - code.getBoundingClientRect().right;
    if (behind > 0) code.scrollLeft += behind;
  }
}

showPlaces();
