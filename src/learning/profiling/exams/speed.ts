import type { Placement } from '../../../contracts/model.ts'
import { randomId } from '../../../std/random-id.ts'
import type { Reply } from '../../asking/asker.ts'
import { userSays } from '../../asking/own-request.ts'
import type { Exam, Examinee } from '../exam.ts'
import { filler } from '../filler.ts'
import { leastSquares } from '../least-squares.ts'

/** Tokens of the prompts that are read, shortest first. */
const READ = [32, 512, 1024, 2048] as const
/** Tokens of the answers that are written. */
const WRITTEN = [32, 160] as const
/** A prompt that would take longer than this to read is left out. */
const LONGEST_READ_MS = 10_000
/** Tokens that must be left of the context. */
const ROOM = 256

type Point = readonly [tokens: number, ms: number]

/** How fast the model reads, writes and, where it was not in memory, loads; lengths differ, so that what every call costs anyway is no part of the pace. */
export const speed: Exam = {
  name: 'speed',
  role: 'chat',
  concerns: () => true,
  async take(examinee) {
    const first = await say(examinee, 'Say OK.', 4)
    const reads = await readAll(examinee)
    const writes = await writeAll(examinee)
    const prefill = msPerToken(reads.flatMap(readPoint))
    const decode = msPerToken(writes.flatMap(writePoint))
    return {
      prefillTps: perSecond(prefill),
      decodeTps: perSecond(decode),
      loadSeconds: loadSeconds(examinee.placement, first, prefill ?? 0),
      ttftMs: reads[0]?.firstContentMs ?? null,
    }
  },
}

function say({ ask }: Examinee, text: string, maxTokens: number): Promise<Reply> {
  return ask({
    messages: [userSays(text)],
    reasoning: 'none',
    sampling: { temperature: 0, maxTokens },
  })
}

async function readAll(examinee: Examinee): Promise<readonly Reply[]> {
  const served = examinee.placement.facts.servedContext?.value ?? Number.POSITIVE_INFINITY
  const replies: Reply[] = []
  let pace = 0
  for (const tokens of READ) {
    if (tokens + ROOM > served || tokens * pace > LONGEST_READ_MS) break
    const text = `${filler(tokens, randomId(6))}\n\nSay OK.`
    const reply = await say(examinee, text, 4)
    replies.push(reply)
    pace = (reply.firstContentMs ?? reply.totalMs) / tokens
  }
  return replies
}

async function writeAll(examinee: Examinee): Promise<readonly Reply[]> {
  const replies: Reply[] = []
  for (const tokens of WRITTEN) {
    const text = `${randomId(6)}: Count from one to three hundred in words, separated by commas.`
    replies.push(await say(examinee, text, tokens))
  }
  return replies
}

/** What the backend says itself, else the wait for the first word; of a prompt that no cache can have had before. */
function readPoint({ usage, timings, firstContentMs, totalMs }: Reply): readonly Point[] {
  const counted = usage === undefined ? undefined : usage.input - (usage.cached ?? 0)
  const ms = timings?.prefillMs ?? firstContentMs ?? totalMs
  return point(timings?.prefillTokens ?? counted, ms)
}

function writePoint({ usage, timings, firstContentMs, totalMs }: Reply): readonly Point[] {
  if (timings?.decodeMs !== undefined) return point(timings.decodeTokens, timings.decodeMs)
  if (usage === undefined || firstContentMs === undefined) return []
  return point(usage.output - 1, totalMs - firstContentMs)
}

function point(tokens: number | undefined, ms: number): readonly Point[] {
  return tokens !== undefined && tokens > 0 && ms > 0 ? [[tokens, ms]] : []
}

/** The slope; where all lengths are the same or noise outweighs it, the mean. */
function msPerToken(points: readonly Point[]): number | undefined {
  const slope = leastSquares(points)?.slope ?? 0
  if (slope > 0) return slope
  const tokens = points.reduce((sum, [x]) => sum + x, 0)
  return tokens === 0 ? undefined : points.reduce((sum, [, ms]) => sum + ms, 0) / tokens
}

function perSecond(ms: number | undefined): number | null {
  return ms === undefined ? null : 1000 / ms
}

function loadSeconds({ loaded }: Placement, reply: Reply, prefill: number): number | null {
  if (loaded !== false) return null
  const { timings, firstContentMs, totalMs, usage } = reply
  if (timings?.loadMs !== undefined) return timings.loadMs / 1000
  return Math.max(0, (firstContentMs ?? totalMs) - prefill * (usage?.input ?? 0)) / 1000
}
