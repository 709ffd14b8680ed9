import { textTokens } from '../../../analysis/tokens.ts'
import { randomId } from '../../../std/random-id.ts'
import type { Reply } from '../../asking/asker.ts'
import { userSays } from '../../asking/own-request.ts'
import type { Exam, Examinee } from '../exam.ts'
import { filler } from '../filler.ts'
import { refused } from '../refused.ts'

/** Contexts that are tried in turn; the prompt fills most of each. */
const SIZES = [2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072] as const
const FILLED = 0.85
/** A prompt that would take longer than this to read is not tried. */
const LONGEST_READ_SECONDS = 15
/** Tokens a second at which a prompt is taken to be read where that could not be measured. */
const ASSUMED_TPS = 300
/** A server that counts less than this share of a prompt has cut it. */
const WHOLE = 0.8

/** What became of one prompt. */
type Outcome = 'whole' | 'cut' | 'unread'

/**
 * How much context is really served: words that stand in a long prompt must be found, in prompts that grow. A prompt that
 * is refused or cut shows the limit; a model that just does not find the words shows nothing.
 */
export const context: Exam = {
  name: 'context',
  role: 'chat',
  concerns: () => true,
  async take(examinee) {
    const reported = examinee.placement.reportedContext ?? null
    const found = (verified: number) => ({ verified, reported })
    let verified = 0
    let ratio = 1
    for (const size of sizesFor(examinee)) {
      const tried = await attempt(examinee, size, ratio)
      if (tried.outcome === 'unread') break
      if (tried.outcome === 'cut') return { ...found(verified), served: tried.counted ?? verified }
      verified = size
      ratio = tried.ratio
    }
    return { ...found(verified), served: null }
  },
}

function sizesFor({ placement, known }: Examinee): readonly number[] {
  const { servedContext } = placement.facts
  const told = servedContext?.source === 'measured' ? undefined : servedContext?.value
  const claimed = told ?? placement.reportedContext ?? Number.POSITIVE_INFINITY
  const speed = Object(known('speed')).prefillTps ?? ASSUMED_TPS
  return SIZES.filter((size) => size <= claimed && size / speed <= LONGEST_READ_SECONDS)
}

interface Tried {
  readonly outcome: Outcome
  /** Tokens the server counted of a prompt that it cut. */
  readonly counted?: number | undefined
  /** Tokens it counts for each of our estimate. */
  readonly ratio: number
}

async function attempt({ ask }: Examinee, size: number, ratio: number): Promise<Tried> {
  const [first, second] = [randomId(6), randomId(6)]
  const text = haystack((size * FILLED) / ratio, first, second)
  const estimate = textTokens([text])
  try {
    const reply = await ask({
      messages: [userSays(text)],
      reasoning: 'none',
      sampling: { temperature: 0, maxTokens: 60 },
    })
    const found = reply.choice.text.includes(first) && reply.choice.text.includes(second)
    return judged(reply, { found, expected: estimate * ratio, estimate })
  } catch (thrown) {
    if (refused(thrown)) return { outcome: 'cut', ratio }
    throw thrown
  }
}

/** One word stands near the start and one in the middle: servers cut at different ends. */
function haystack(tokens: number, first: string, second: string): string {
  const half = filler(tokens / 2, randomId(4))
  const rest = filler(tokens / 2, randomId(4))
  return [
    'Two passwords stand in this text. Remember them.',
    `The first password is ${first}.`,
    half,
    `The second password is ${second}.`,
    rest,
    'Which two passwords stand in the text? Answer with both of them and nothing else.',
  ].join('\n')
}

interface Sight {
  readonly found: boolean
  /** Tokens that the server should count. */
  readonly expected: number
  /** Tokens by our own estimate. */
  readonly estimate: number
}

function judged({ usage }: Reply, { found, expected, estimate }: Sight): Tried {
  const counted = usage?.input
  const ratio = counted === undefined ? 1 : counted / estimate
  if (found) return { outcome: 'whole', ratio }
  const isCut = counted !== undefined && counted < WHOLE * expected
  return isCut ? { outcome: 'cut', counted, ratio } : { outcome: 'unread', ratio }
}
