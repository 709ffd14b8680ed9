import { z } from 'zod'
import { invalidField } from '../../dialects/invalid-field.ts'
import { readJsonObject } from '../../dialects/json-body.ts'
import type { Endpoint } from '../endpoint.ts'
import { bodyOf } from '../request-body.ts'
import { voterOf } from '../voter.ts'

const shape = z.object({
  response_id: z.string().min(1).max(200),
  score: z.number().min(-1).max(1),
  comment: z.string().max(2000).nullish(),
  category: z.string().min(1).max(100).nullish(),
})

/** Takes what a user thought of an answer; fields that it does not know are left alone, as the original did. */
export const feedback: Endpoint = {
  method: 'POST',
  path: '/v1/feedback',
  access: 'client',
  async handle({ learning, settings }, request) {
    const { value } = readJsonObject(bodyOf(request))
    const parsed = shape.safeParse(value)
    if (!parsed.success) throw invalidField(parsed.error)
    const { response_id: responseId, score, comment, category } = parsed.data
    await learning.vote({
      ...{ responseId, score, voter: voterOf(request, settings), at: Date.now() },
      comment: comment ?? undefined,
      category: category ?? undefined,
    })
    return { status: 'success', response_id: responseId }
  },
}
