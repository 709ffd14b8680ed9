/** Runs as a module on the page of a router in demo mode. Prompts and answers are only ever set as text. */
const part = document.getElementById('demo')
const find = (name) => part.querySelector(`[data-is=${name}]`)
const [form, prompt, send] = ['form', 'prompt', 'send'].map(find)
const [picture, attach, who, answer] = ['picture', 'attach', 'who', 'answer'].map(find)
let asking = new AbortController()

paint(picture.getContext('2d'))
attach.addEventListener('change', showPicture)
form.addEventListener('submit', (event) => {
  event.preventDefault()
  void ask()
})
for (const button of part.querySelectorAll('[data-prompt]')) {
  button.addEventListener('click', () => {
    prompt.value = button.dataset.prompt
    attach.checked = button.dataset.picture === 'yes'
    showPicture()
    void ask()
  })
}

function showPicture() {
  picture.hidden = !attach.checked
}

/** A new question ends the one before. */
async function ask() {
  asking.abort()
  asking = new AbortController()
  const { signal } = asking
  who.replaceChildren()
  answer.textContent = '...'
  send.disabled = true
  try {
    await show(await request(signal))
  } catch (error) {
    if (!signal.aborted) answer.textContent += ` ${error.message}`
  } finally {
    if (!signal.aborted) send.disabled = false
  }
}

async function show({ response, began }) {
  showHeaders(response.headers, performance.now() - began)
  answer.textContent = ''
  if (!response.ok) throw new Error((await response.json()).error.message)
  for await (const data of events(response.body)) {
    if (data.error) throw new Error(data.error.message)
    answer.textContent += data.choices?.[0]?.delta?.content ?? ''
  }
}

async function request(signal) {
  const began = performance.now()
  const { model } = part.dataset
  const messages = [{ role: 'user', content: content() }]
  const response = await fetch('/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream: true, messages }),
    signal,
  })
  return { response, began }
}

function content() {
  if (!attach.checked) return prompt.value
  const url = picture.toDataURL('image/png')
  return [
    { type: 'text', text: prompt.value },
    { type: 'image_url', image_url: { url } },
  ]
}

function showHeaders(headers, waited) {
  const told = [...headers].filter(([name]) => name.startsWith('x-router-'))
  const rank = ([name]) => ['x-router-reason', 'x-router-model'].indexOf(name)
  told.sort((one, other) => rank(other) - rank(one))
  for (const row of [...told, ['first word after', `${(waited / 1000).toFixed(2)} s`]]) {
    const cells = row.map((text, at) => {
      const cell = document.createElement(at === 0 ? 'dt' : 'dd')
      cell.textContent = text
      return cell
    })
    who.append(...cells)
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const frames = (rest + read.value).split('\n\n')
    rest = frames.pop()
    const data = frames.filter((frame) => frame.startsWith('data: {'))
    yield* data.map((frame) => JSON.parse(frame.slice('data: '.length)))
  }
}

/** A house under the sun. */
function paint(canvas) {
  const fill = (colour, draw) => {
    canvas.fillStyle = colour
    canvas.beginPath()
    draw()
    canvas.fill()
  }
  fill('#9cf', () => canvas.rect(0, 0, 96, 64))
  fill('#fc3', () => canvas.arc(76, 18, 10, 0, 7))
  fill('#c63', () => canvas.rect(20, 34, 32, 30))
  fill('#933', () => {
    canvas.moveTo(14, 34)
    canvas.lineTo(36, 14)
    canvas.lineTo(58, 34)
  })
}
