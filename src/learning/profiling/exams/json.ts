import type { Json } from '../../../contracts/json.ts'
import { userSays } from '../../asking/own-request.ts'
import type { Exam, Examinee } from '../exam.ts'
import { unlessRefused } from '../refused.ts'
import { uncut } from '../thoughts.ts'

const SCHEMA: Json = {
  type: 'object',
  properties: {
    city: { type: 'string' },
    bridges: { type: 'integer' },
    coastal: { type: 'boolean' },
  },
  required: ['city', 'bridges', 'coastal'],
  additionalProperties: false,
}

const QUESTIONS = [
  'Porto lies at the sea and has six bridges. Put that into JSON with the fields city, bridges (a whole number) and coastal (true or false).',
  'Bern has eighteen bridges and no coast. Answer with a JSON object of the fields city, bridges (a whole number) and coastal (true or false).',
]

/** Whether the model keeps to a JSON schema that it is given. */
export const json: Exam = {
  name: 'json',
  role: 'chat',
  concerns: () => true,
  async take(examinee) {
    for (const question of QUESTIONS) {
      if (await unlessRefused(obeys(examinee, question))) return { works: true }
    }
    return { works: false }
  },
}

async function obeys({ ask }: Examinee, question: string): Promise<boolean> {
  const { choice } = await ask({
    messages: [userSays(question)],
    format: { type: 'schema', schema: SCHEMA },
    reasoning: 'none',
    sampling: { temperature: 0, maxTokens: 120 },
  })
  const { text } = uncut(choice)
  try {
    const { city, bridges, coastal, ...more } = Object(JSON.parse(text))
    const typed =
      typeof city === 'string' && Number.isInteger(bridges) && typeof coastal === 'boolean'
    return typed && Object.keys(more).length === 0
  } catch {
    return false
  }
}
