import { GatewayError } from '../../contracts/errors.ts'
import { explainChoice } from '../../serving/explain-choice.ts'
import type { Endpoint } from '../endpoint.ts'
import { explanation } from '../explain/explanation.ts'
import { knownFields } from '../explain/known-fields.ts'
import { readQuestion } from '../explain/read-question.ts'

const FIELDS = ['prompt', 'model', 'policy', 'session']

/** The same for one question in the address, for browsers and quick looks. */
export const adminExplainPrompt: Endpoint = {
  method: 'GET',
  path: '/admin/explain',
  access: 'admin',
  handle({ serving, learning }, request) {
    const query = request.query as Readonly<Record<string, unknown>>
    knownFields(query, FIELDS)
    if (query['prompt'] === undefined) {
      throw new GatewayError('invalid_request', 'prompt: is missing, as in ?prompt=Hello', {
        param: 'prompt',
      })
    }
    const bytes = Buffer.from(JSON.stringify(query))
    return explanation(explainChoice(serving, readQuestion(bytes)), learning)
  },
}
