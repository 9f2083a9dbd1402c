
// ---- Jobs

const jobDialog = byId('job');
const jobForm = byId('job-form');
let jobProblem = '';
let jobsSoon;
let jobsLater;

function relative(date) {
  const seconds = (date - Date.now()) / 1000;
  const distance = Math.abs(seconds);
  const text = distance < 60 ? `${Math.floor(distance)} s`
    : distance < 3600 ? `${Math.floor(distance / 60)} min`
    : distance < 48 * 3600 ? `${Math.floor(distance / 3600)} h`
    : `${Math.floor(distance / 86400)} d`;
  return seconds > 0 ? `in ${text}` : `${text} ago`;
}

function showTimes() {
  for (const time of document.querySelectorAll('time.relative')) time.textContent = relative(new Date(time.dateTime));
}

function showJobs() {
  for (const button of document.querySelectorAll('button.act')) button.hidden = false;
  if (jobProblem) {
    const problem = element('p', 'problem', jobProblem);
    problem.setAttribute('role', 'alert');
    byId('jobs').querySelector('.bar')?.after(problem);
  }
  showTimes();
}

const buttonOf = ({ action, key }) => [...document.querySelectorAll('button.act')]
  .find(button => button.dataset.action === action && button.dataset.key === key);

async function refreshJobs() {
  const part = new DOMParser().parseFromString(await fetchPart('/_dev/jobs'), 'text/html').getElementById('jobs');
  const open = new Set([...document.querySelectorAll('#jobs details[open]')].map(keyOf));
  const focused = document.activeElement?.closest('button.act')?.dataset;
  byId('jobs').replaceWith(part);
  for (const runs of document.querySelectorAll('#jobs details')) runs.open = open.has(keyOf(runs));
  showJobs();
  if (focused) buttonOf(focused)?.focus();
}

// Twice, because the scheduler stores a run a little after its end. Many events are one update.
function scheduleJobs() {
  jobsSoon ??= setTimeout(() => {
    jobsSoon = undefined;
    quietly(refreshJobs);
  }, 100);
  clearTimeout(jobsLater);
  jobsLater = setTimeout(() => quietly(refreshJobs), 1000);
}

async function act({ action, key }, payload) {
  const response = await fetch(`/_dev/jobs/${action}?${new URLSearchParams({ key })}`, { method: 'POST', body: payload });
  return response.ok ? '' : await response.text() || `${response.status}`;
}

function askForPayload({ key, schema }) {
  byId('job-name').textContent = key;
  byId('job-refusal').textContent = '';
  if (jobForm.dataset.key !== key) {
    const root = JSON.parse(schema);
    jobForm.elements.payload.value = root === true ? '{}' : JSON.stringify(sampleOf(root, root), null, 2);
  }
  jobForm.dataset.key = key;
  jobDialog.showModal();
}

async function press(button) {
  if (button.dataset.schema) {
    askForPayload(button.dataset);
    return;
  }
  try {
    jobProblem = await act(button.dataset);
  } catch (error) {
    jobProblem = error.message;
  }
  await refreshJobs();
  scheduleJobs();
}

document.addEventListener('click', event => {
  const button = event.target.closest('button.act');
  if (button) quietly(() => press(button));
});

jobForm.addEventListener('submit', async event => {
  event.preventDefault();
  try {
    const refusal = await act({ action: 'run', key: jobForm.dataset.key }, jobForm.elements.payload.value);
    byId('job-refusal').textContent = refusal;
    if (refusal) return;
    jobProblem = '';
    jobDialog.close();
    scheduleJobs();
  } catch (error) {
    byId('job-refusal').textContent = error.message;
  }
});
jobDialog.querySelector('.close').addEventListener('click', () => jobDialog.close());
jobDialog.addEventListener('click', event => {
  if (event.target === jobDialog) jobDialog.close();
});

setInterval(showTimes, 1000);
showJobs();
