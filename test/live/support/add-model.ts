import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const TEMPLATE = [
  '{{- if .Tools }}<|im_start|>system',
  'These functions may be called: {{ range .Tools }}{{ .Function.Name }} {{ end }}<|im_end|>',
  '{{ end }}',
  '{{- range .Messages }}<|im_start|>{{ .Role }}',
  '{{ .Content }}{{ range .ToolCalls }}{"name": "{{ .Function.Name }}", "arguments": {{ .Function.Arguments }}}{{ end }}<|im_end|>',
  '{{ end }}<|im_start|>assistant\n',
].join('\n')

export interface NewModel {
  readonly name: string
  readonly file: string
  /** Gets a template, with tools. */
  readonly chats: boolean
}

/** Gives an Ollama a model from a file on this machine. */
export async function addModel(url: string, { name, file, chats }: NewModel): Promise<void> {
  const content = readFileSync(file)
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`
  await expectOk(fetch(`${url}/api/blobs/${digest}`, { method: 'POST', body: content }))
  const body = {
    model: name,
    files: { [`${name}.gguf`]: digest },
    stream: false,
    ...(chats && { template: TEMPLATE, parameters: { stop: ['<|im_end|>'] } }),
  }
  await expectOk(fetch(`${url}/api/create`, { method: 'POST', body: JSON.stringify(body) }))
}

async function expectOk(sent: Promise<Response>): Promise<void> {
  const response = await sent
  const text = await response.text()
  if (!response.ok) throw new Error(`Ollama does not take a model: ${text.slice(0, 300)}`)
}
