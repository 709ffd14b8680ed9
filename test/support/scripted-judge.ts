import { sidesIn } from '../../src/learning/judge/judge.fixture.ts'
import { knownPairs } from '../../src/learning/judge/known-pairs.ts'
import { plainText } from '../../src/learning/judge/plain-text.ts'
import { type ScriptedServer, scriptedServer, sendJson } from './scripted-server.ts'

/** What this judge takes for a good answer to an open question. */
export const GOOD = 'A thoughtful answer that says all there is to say about the matter.'
export const POOR = 'It depends, and one could say a lot of things about it, more or less.'

const right = new Set(knownPairs.map((pair) => plainText(pair.right)))

export interface ScriptedJudge extends ScriptedServer {
  /** Times that it was asked. */
  asked(): number
  /** Instead of verdicts, where it is set. */
  failure: { readonly status: number; readonly body: object } | undefined
}

/** An API of a judge that knows what is right, and prefers `GOOD` to anything and anything to `POOR`. */
export async function scriptedJudge(): Promise<ScriptedJudge> {
  const server = await scriptedServer({
    '/v1/models': { object: 'list', data: [{ id: 'some/judge', object: 'model' }] },
    '/v1/chat/completions': ({ body }, response) => {
      const { failure } = judge
      if (failure !== undefined) {
        sendJson(response, failure.status, failure.body)
        return
      }
      const isComparison = JSON.stringify(body).includes('Which is better:')
      const content = isComparison ? verdictOn(sidesIn(body as never)) : POOR
      sendJson(response, 200, {
        ...{ id: 'x', object: 'chat.completion', created: 1, model: 'judge' },
        choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 900, completion_tokens: 20, total_tokens: 920 },
      })
    },
  })
  const asked = () => server.requests.filter(({ path }) => path.endsWith('/completions')).length
  const judge: ScriptedJudge = { ...server, asked, failure: undefined }
  return judge
}

function verdictOn(sides: ReadonlyMap<string, string>): string {
  const worth = (text: string): number => {
    if (text.includes(GOOD) || right.has(text)) return 2
    return text.includes(POOR) ? 0 : 1
  }
  const [best] = [...sides].toSorted(([, one], [, other]) => worth(other) - worth(one))
  return `My verdict:\n\`\`\`json\n{"reason": "It says {more}.", "better": "${best?.[0]}"}\n\`\`\``
}
