import { explainChoice } from '../../serving/explain-choice.ts'
import type { Endpoint } from '../endpoint.ts'
import { explanation } from '../explain/explanation.ts'
import { readQuestion } from '../explain/read-question.ts'
import { bodyOf } from '../request-body.ts'

/** Whom a request would be sent to and why, and what would have to be otherwise for another choice; asks nobody. */
export const adminExplain: Endpoint = {
  method: 'POST',
  path: '/admin/explain',
  access: 'admin',
  handle({ serving, learning }, request) {
    return explanation(explainChoice(serving, readQuestion(bodyOf(request))), learning)
  },
}
