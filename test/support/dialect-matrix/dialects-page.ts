import { chatRows } from './chat-rows.ts'
import { type Column, cellOf, columnsFor, type Row } from './crossing.ts'
import { messagesRows } from './messages-rows.ts'
import type { Client } from './stage.ts'

/** `docs/dialects.md`: its words are written here, its tables by asking the dialects themselves. */
export function dialectsPage(): string {
  return `# Dialects

Clients speak OpenAI's chat completions or Anthropic's Messages; servers speak one of the two, or Ollama's own API. Every
client reaches every server. Where both speak the same dialect, the client's bytes go on as they are, but for the name of
the model and little else: [what that is for Messages](#messages-to-a-server-that-speaks-them). Where they do not, the
request is written anew.

## What cannot cross

- **Fields that are left out** are named in the answer's header \`x-router-dropped-params\`, as the client spells them:
  \`top_p, seed\`. The request is answered without them. What asks nothing of a model is left out without a word. Many
  neighbours are named together, \`tools[2..40].strict\`; what the header has no room for is counted, \`+32 more\`.
- **What the system says on the way.** Claude Code sends messages of role \`system\` in the middle of a conversation, where
  many templates refuse them. Anthropic's servers get them as they are; other models read them in the user's turn beside
  them, between \`<system-reminder>\` tags, and first of all messages they belong to the system prompt.
- **Thinking.** Chat clients get it as \`reasoning_content\`, Messages clients as \`thinking\` blocks if they ask for
  \`thinking\`; what a server that speaks Messages sends them passes unasked. Those blocks must be signed: what a local model
  thought is signed \`smarterrouter\`. Sent back, it goes to local models in their own field; it is taken out again before
  Anthropic sees it, which takes back only what it signed itself. So are thoughts of other servers with Anthropic's API, as
  far as their signatures tell: Anthropic's are long and in base64.
- **Conversations that change to a Claude** may hold what a Claude refuses: ids of calls with other characters than letters,
  digits, \`-\` and \`_\`, or the same id twice, or text of nothing but space. The ids are changed, of calls and results
  alike, and such text is taken out; a conversation without them keeps every byte.
- **Results without a call** are told to Anthropic in words, where they stand: it refuses them otherwise.
- **Schemas** that an answer or a \`strict\` tool's call is to be held to must name all members of their objects for
  Anthropic, must not be recursive, and not too large. Others are not held to, and named; limits of numbers and lengths are
  told in words.
- **Calls of local models** often have ids that come again in the next answer: a Messages client gets others, which do not.
  Arguments that are no JSON object reach it as \`{"invalid_arguments": "…"}\`; those that are cut short, but not by the
  limit of the answer's length, make it a failed answer.
- **Claude Code's billing note**, the line \`x-anthropic-billing-header: …\` before its system prompt, is another one with
  every request and would spoil every prompt cache. Only Claudes get it; for other models it is taken out and named.
- **Images in the results of tools** stay where they are for Anthropic and Ollama. Other servers take only text there: the
  images of a Messages client follow the results, in the user's next message.
- **Addresses of images and files** are fetched by the server that gets them. Local ones get them only with
  \`media_urls: true\`; where nobody is left the client gets \`400 media_url_not_allowed\`. The tables show
  what becomes of them with it.
- **Failed tool results** (\`is_error\`) begin with "Error: " where no field says it, unless they say so themselves.
- **\`max_tokens\`** has to be named by every Messages client, so it tells nothing of how long an answer is wanted. Servers of
  OpenAI's dialect do not get it where it and the prompt together exceed the context, for they would refuse. A chat client
  that names no limit gets the one that is usual for the Claude that answers.
- **\`stop\`.** Which sequence ended an answer is told by Anthropic, vLLM and SGLang: a Messages client reads
  \`stop_sequence\`. Ollama and llama.cpp do not tell, and it reads \`end_turn\`.
- **Counts of tokens.** A Messages stream tells the prompt's tokens before anything else: until the server has counted, that
  is the router's estimate. The truth follows in \`message_delta\`.
- **Opaque parts**, such as PDFs, can only be read by servers of the client's own dialect: others are passed over, and where
  nobody is left the client gets \`400 unsupported_content\`, with the part's path in its own body. Tools that Anthropic
  itself runs are left out and named.

## Messages to a server that speaks them

The bytes are the client's own, but for:

- the name of the model;
- what the chosen Claude would refuse: it is taken out or replaced; the table says what of it is named;
- Claude Code's billing note, which is taken out for models of other makers, and named;
- \`mcp_servers\`, which is taken out for local servers, and named: they are not made to call servers that a client names.

## What becomes of each field

The tables are not written by hand: a test has each dialect translate a request with that field alone, asks simulated
servers for it, and compares. "Named" means in \`x-router-dropped-params\`; "as" tells where it is found in what the server
gets. Whether a server heeds what it gets is its own affair. OpenAI itself takes fewer fields than others of its dialect:
what it would refuse is left out and named.

### \`POST /v1/chat/completions\`

${table('chat', chatRows)}

### \`POST /v1/messages\`

${table('messages', messagesRows)}
`
}

/** With Anthropic itself, which is remote, and for its own clients a local server that speaks as it does. */
function columnsOf(client: Client): readonly Column[] {
  const columns = columnsFor(client).map((column) =>
    column.kind === 'anthropic' ? { ...column, remote: true } : column,
  )
  return client === 'messages' ? [...columns, OTHER_MAKER] : columns
}

const OTHER_MAKER: Column = {
  title: 'the same API on a local server, another model',
  kind: 'anthropic',
  model: 'qwen3-vl:8b',
}

function table(client: Client, rows: readonly Row[]): string {
  const columns = columnsOf(client)
  const lines = [
    ['', ...columns.map(({ title }) => title)],
    ['---', ...columns.map(() => '---')],
    ...rows.map((row) => [row.name, ...columns.map((column) => cellOf(client, column, row))]),
  ]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
