import { z } from 'zod'
import { GatewayError } from '../../contracts/errors.ts'
import { invalidField } from '../../dialects/invalid-field.ts'
import { readJsonObject } from '../../dialects/json-body.ts'
import { replay } from '../../serving/replay.ts'
import type { Endpoint } from '../endpoint.ts'
import { askedPolicy } from '../explain/asked-policy.ts'
import { explanation } from '../explain/explanation.ts'
import { knownFields } from '../explain/known-fields.ts'
import { bodyOf } from '../request-body.ts'

const shape = z.object({ request_id: z.string().min(1).max(200), policy: z.string().nullish() })

/** Makes a past decision again from what was kept of it, or asks what another policy would have chosen then. */
export const adminReplay: Endpoint = {
  method: 'POST',
  path: '/admin/replay',
  access: 'admin',
  async handle({ serving, decision }, request) {
    const { value } = readJsonObject(bodyOf(request))
    knownFields(value, Object.keys(shape.shape))
    const parsed = shape.safeParse(value)
    if (!parsed.success) throw invalidField(parsed.error)
    const { request_id: asked } = parsed.data
    const policy = askedPolicy(parsed.data.policy)
    const past = await decision(asked)
    if (past === undefined) throw unknown(asked)
    const weights = serving.snapshot().heads.hash
    const made = replay(past, { program: serving.program, weights, policy })
    return {
      ...{ request_id: past.requestId, id: past.id, at: new Date(past.at).toISOString() },
      ...{ same: made.same ?? null, differs: made.differs },
      ...explanation(made),
    }
  },
}

function unknown(id: string): GatewayError {
  const message = `No decision is known for "${id}": there was no such chat request, or it is kept no longer.`
  return new GatewayError('not_found', message, { param: 'request_id' })
}
