const copy = document.getElementById('copy');
copy.hidden = !navigator.clipboard;
copy.addEventListener('click', async () => {
  await navigator.clipboard.writeText(document.getElementById('text').textContent);
  copy.textContent = 'Copied';
});
