import { z } from 'zod'
import { invalidField } from '../../dialects/invalid-field.ts'
import { readJsonObject } from '../../dialects/json-body.ts'
import type { Endpoint } from '../endpoint.ts'

const shape = z.object({
  models: z.array(z.string().min(1).max(300)).max(1000).nullish(),
  force: z.boolean().nullish(),
})

/** Has models profiled, all or some; one job does it, which a second call joins. */
export const adminReprofile: Endpoint = {
  method: 'POST',
  path: '/admin/reprofile',
  access: 'admin',
  handle({ jobs }, { body }, reply) {
    const given = Buffer.isBuffer(body) && body.length > 0 ? readJsonObject(body).value : {}
    const parsed = shape.safeParse(given)
    if (!parsed.success) throw invalidField(parsed.error)
    const { models, force } = parsed.data
    const job = jobs.profile({ models: models ?? undefined, force: force === true, patient: false })
    void reply.code(202)
    return { job: job.id }
  },
}
