import type { Row } from './crossing.ts'

const PIXEL = 'data:image/png;base64,iVBORw0KGgo='
const SCHEMA = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const TOOL = { type: 'function', function: { name: 'weather', parameters: SCHEMA } }
const hello = { role: 'user', content: 'Hello' }
const text = { type: 'text', text: 'Hello' }
const call = {
  id: 'c_1',
  type: 'function',
  function: { name: 'weather', arguments: '{"city":"Oslo"}' },
}

const ask = (more: object) => ({ messages: [hello], ...more })
const part = (content: object) => ({ messages: [{ role: 'user', content: [text, content] }] })
const tools = (more: object = {}) => ask({ tools: [TOOL], ...more })
const answered = (answer: object) => ({
  messages: [hello, { role: 'assistant', content: 'Hi.', ...answer }, hello],
})
const result = (content: unknown) => ({
  messages: [
    hello,
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'tool', tool_call_id: 'c_1', content },
  ],
  tools: [TOOL],
})

/** A field and its value, beside a question. */
function field(name: string, value: unknown, more: Partial<Row> = {}): Row {
  return { name: `\`${name}\``, ask: ask({ [name]: value }), ...more }
}

/** What a client of OpenAI's chat completions may ask for. */
export const chatRows: readonly Row[] = [
  {
    name: '`messages[].role`: `system`, `developer`',
    ask: { messages: [{ role: 'developer', content: 'Be kind.' }, hello] },
  },
  {
    name: '`image_url`, a data URI',
    ask: part({ type: 'image_url', image_url: { url: PIXEL } }),
  },
  {
    name: '`image_url`, an address',
    ask: part({ type: 'image_url', image_url: { url: 'https://example.org/a.png' } }),
    untried: true,
  },
  {
    name: '`input_audio`',
    ask: part({ type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }),
    untried: true,
  },
  {
    name: '`file`',
    ask: part({ type: 'file', file: { file_data: 'data:application/pdf;base64,JVBERi0=' } }),
  },
  {
    name: '`reasoning_content` of earlier answers',
    ask: answered({ reasoning_content: 'Hm.' }),
    plain: answered({}),
    silently: 'left out: it was not signed there',
  },
  {
    name: '`refusal` of earlier answers',
    ask: answered({ content: null, refusal: 'No.' }),
    plain: answered({ content: 'Yes.' }),
  },
  {
    name: '`function_call` of earlier answers',
    ask: {
      messages: [
        hello,
        { role: 'assistant', content: null, function_call: call.function },
        { role: 'function', name: 'weather', content: 'sunny' },
      ],
      tools: [TOOL],
    },
    plain: tools(),
  },
  {
    name: '`tool_calls` of another kind',
    ask: answered({ tool_calls: [{ id: 'c', type: 'custom', custom: { name: 'x', input: 'y' } }] }),
    plain: answered({}),
    untried: true,
  },
  { name: '`tools`', ask: tools() },
  {
    name: '`tools` of another kind',
    ask: ask({ tools: [TOOL, { type: 'custom', custom: { name: 'x' } }] }),
    plain: tools(),
    untried: true,
  },
  {
    name: '`tools[].function.strict`',
    ask: ask({ tools: [{ ...TOOL, function: { ...TOOL.function, strict: true } }] }),
    plain: tools(),
  },
  {
    name: '`tool_choice`: `required`',
    ask: tools({ tool_choice: 'required' }),
    plain: tools(),
  },
  {
    name: '`tool_choice`: a function',
    ask: tools({ tool_choice: { type: 'function', function: { name: 'weather' } } }),
    plain: tools(),
  },
  {
    name: '`tool_choice`: `allowed_tools`',
    ask: tools({
      tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [TOOL] } },
    }),
    plain: tools(),
    untried: true,
  },
  {
    name: '`tool_choice`: `none`',
    ask: tools({ tool_choice: 'none' }),
    plain: tools(),
  },
  {
    name: '`parallel_tool_calls`: false',
    ask: tools({ parallel_tool_calls: false }),
    plain: tools(),
  },
  {
    name: "a tool's result",
    ask: result('sunny'),
    plain: tools(),
  },
  {
    name: "an image in a tool's result",
    ask: result([text, { type: 'image_url', image_url: { url: PIXEL } }]),
    plain: result([text]),
  },
  {
    ...field('response_format', { type: 'json_object' }),
    name: '`response_format`: `json_object`',
  },
  {
    ...field('response_format', {
      type: 'json_schema',
      json_schema: { name: 'place', schema: SCHEMA },
    }),
    name: '`response_format`: `json_schema`',
  },
  {
    ...field('response_format', {
      type: 'json_schema',
      json_schema: { name: 'counts', schema: { type: 'object', additionalProperties: true } },
    }),
    name: '`response_format`: `json_schema` with members of any name',
  },
  field('max_tokens', 50),
  field('max_completion_tokens', 50),
  field('stop', ['x']),
  field('temperature', 0.5),
  { ...field('temperature', 1.5), name: '`temperature` above 1' },
  field('top_p', 0.9),
  {
    name: '`top_p` beside `temperature`',
    ask: ask({ temperature: 0.5, top_p: 0.9 }),
    plain: ask({ temperature: 0.5 }),
  },
  field('top_k', 20),
  field('min_p', 0.05),
  field('seed', 7),
  field('presence_penalty', 0.1),
  field('frequency_penalty', 0.1),
  field('repeat_penalty', 1.1),
  field('logit_bias', { 5: 1 }),
  field('logprobs', true),
  { name: '`top_logprobs`', ask: ask({ logprobs: true, top_logprobs: 2 }) },
  field('n', 2, { refusedBy: ['llama.cpp'] }),
  { ...field('reasoning_effort', 'high'), name: '`reasoning_effort`: a level' },
  {
    ...field('reasoning_effort', 'none'),
    name: '`reasoning_effort`: `none`',
    silently: 'nothing to do: it thinks only when asked to',
  },
  field('user', 'u-1'),
  field('metadata', { a: 'b' }),
  field('service_tier', 'auto'),
  field('store', true),
  field('verbosity', 'low'),
  field('web_search_options', {}),
]
