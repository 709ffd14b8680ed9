import type { FactSource } from '../../../contracts/model.ts'
import { userSays } from '../../asking/own-request.ts'
import type { Exam, Examinee } from '../exam.ts'
import { picture } from '../picture.ts'
import { unlessRefused } from '../refused.ts'
import { uncut } from '../thoughts.ts'

const COLOURS = [
  { name: 'red', rgb: [230, 20, 20] },
  { name: 'green', rgb: [20, 160, 40] },
  { name: 'blue', rgb: [20, 40, 220] },
  { name: 'yellow', rgb: [250, 220, 20] },
  { name: 'black', rgb: [0, 0, 0] },
] as const

/** A backend or a name that tells of no sight is believed; what was measured may have changed. */
const TOLD: ReadonlySet<FactSource> = new Set(['reported', 'benchmark', 'inferred'])

/** Pictures in a row that must be named: a blind model guesses one now and then. */
const PICTURES = 3

/** Whether the model sees: it names the colours of pictures that were made for it. */
export const vision: Exam = {
  name: 'vision',
  role: 'chat',
  concerns: ({ facts: { capabilities } }) =>
    !(capabilities.vision?.value === false && TOLD.has(capabilities.vision.source)),
  async take(examinee) {
    const start = Math.floor(Math.random() * COLOURS.length)
    for (let shown = 0; shown < PICTURES; shown++) {
      const seen = await unlessRefused(sees(examinee, (start + 2 * shown) % COLOURS.length))
      if (!seen) return { works: false }
    }
    return { works: true }
  },
}

async function sees({ ask }: Examinee, at: number): Promise<boolean> {
  const colour = COLOURS[at]
  if (colour === undefined) return false
  const names = COLOURS.map(({ name }) => name).join(', ')
  const text = `Which colour fills this picture: ${names}? Answer with one word.`
  const { choice } = await ask({
    messages: [
      userSays([
        { type: 'image', url: await picture(colour.rgb) },
        { type: 'text', text },
      ]),
    ],
    reasoning: 'none',
    sampling: { temperature: 0, maxTokens: 30 },
  })
  const { text: said } = uncut(choice)
  const named = COLOURS.filter(({ name }) => said.toLowerCase().includes(name))
  return named.length === 1 && named[0] === colour
}
