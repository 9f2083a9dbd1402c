// The chat of a room. It connects again by itself: at once if the server restarts, and more and more slowly if it is not there.
const shortest = 500;
const longest = 15_000;
const labels = { connecting: 'Connecting', open: 'Connected', waiting: 'Reconnecting', offline: 'Offline' };
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

let chat;

class Chat {
  #socket;
  #timer;
  #attempts = 0;
  #isClosed = false;
  #seen = new Set();
  #unsent = [];
  #online = () => this.#connect();

  constructor(element) {
    this.element = element;
    this.list = element.querySelector('.messages');
    this.state = element.querySelector('.state');
    this.form = element.querySelector('form');
    this.form.name.value = localStorage.getItem('name') ?? '';
    this.form.addEventListener('submit', event => this.#submit(event));
    this.form.name.addEventListener('change', () => this.#rename());
    addEventListener('online', this.#online);
    (this.form.name.value ? this.form.text : this.form.name).focus();
    this.#connect();
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    removeEventListener('online', this.#online);
    this.#socket?.close(1000);
  }

  // The name belongs to the connection, so another name is another connection.
  #rename() {
    localStorage.setItem('name', this.form.name.value.trim());
    this.#socket?.close(1000);
    this.#connect();
  }

  #connect() {
    clearTimeout(this.#timer);
    const name = this.form.name.value.trim();
    if (this.#isClosed || this.#socket?.readyState === WebSocket.CONNECTING || this.#socket?.readyState === WebSocket.OPEN) return;
    this.#show(this.#attempts === 0 ? 'connecting' : 'waiting');
    const url = new URL(`/api/chat/${this.element.dataset.room}`, location.href.replace(/^http/, 'ws'));
    url.searchParams.set('name', name || 'guest');
    const socket = this.#socket = new WebSocket(url);
    socket.addEventListener('open', () => {
      this.#attempts = 0;
      this.#show('open');
      for (const text of this.#unsent.splice(0)) socket.send(text);
    });
    socket.addEventListener('message', event => this.#add(JSON.parse(event.data)));
    socket.addEventListener('close', event => {
      if (socket === this.#socket) this.#reconnect(event.code);
    });
  }

  #reconnect(code) {
    if (this.#isClosed) return;
    // 1001: the server stops, 1012: it restarts. Another one is probably there. The random part spreads the clients of a server.
    const base = code === 1001 || code === 1012 ? shortest / 5 : Math.min(longest, shortest * 2 ** this.#attempts);
    this.#attempts++;
    this.#show(navigator.onLine ? 'waiting' : 'offline');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), base * (0.5 + Math.random()));
  }

  #submit(event) {
    event.preventDefault();
    const text = this.form.text.value.trim();
    if (!text) return;
    localStorage.setItem('name', this.form.name.value.trim());
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text);
    else this.#unsent.push(text);
    this.form.text.value = '';
    this.form.text.focus();
  }

  // The server sends the last messages after each connection, so some arrive again.
  #add({ id, name, text, at }) {
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    const isAtEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80;
    const item = document.createElement('li');
    item.className = name === this.form.name.value.trim() ? 'own' : '';
    const previous = this.list.lastElementChild;
    if (previous?.dataset.name === name) item.classList.add('same');
    item.dataset.name = name;
    const head = document.createElement('p');
    const who = document.createElement('strong');
    who.textContent = name;
    const when = document.createElement('time');
    when.dateTime = at;
    when.textContent = time.format(new Date(at));
    head.append(who, when);
    const body = document.createElement('p');
    body.className = 'text';
    body.textContent = text;
    item.append(head, body);
    this.list.append(item);
    if (isAtEnd) this.list.scrollTop = this.list.scrollHeight;
  }

  #show(state) {
    this.state.dataset.state = state;
    this.state.textContent = labels[state];
    this.form.querySelector('button').disabled = state === 'offline';
  }
}

function update() {
  const element = document.querySelector('.chat');
  if (element === (chat?.element ?? null)) return;
  chat?.close();
  chat = element ? new Chat(element) : undefined;
}

document.addEventListener('fra:navigated', update);
update();
