import { z } from 'zod'

const Place = z.object({ model: z.string(), backend: z.string() })

const Latency = z.object({
  queue: z.number(),
  load: z.number(),
  prefill: z.number(),
  decode: z.number(),
})

const Candidate = Place.extend({
  loaded: z.boolean(),
  quality: z.number(),
  quality_sd: z.number(),
  cost: z.number(),
  cost_known: z.boolean(),
  latency_s: Latency,
  switch_cost: z.number(),
  utility: z.number(),
  known_by: z.record(z.string(), z.number()).nullish(),
})

/** A decision as a router explains it, as far as the command line shows it. */
export const Explanation = z.looseObject({
  policy: z.string(),
  quality_preference: z.number(),
  mode: z.string(),
  rates: z.object({ value: z.number(), per_second: z.number() }),
  profile: z.looseObject({
    kind: z.string(),
    families: z.record(z.string(), z.number()),
    difficulty: z.number(),
    capabilities: z.array(z.string()),
    tokens_in: z.number(),
    tokens_out: z.number(),
  }),
  chosen: Place.nullable(),
  runner_up: Place.nullable(),
  margin: z.number().nullable(),
  reason: z.string().nullable(),
  guard: z.object({ name: z.string(), refused: z.string(), reason: z.string() }).nullable(),
  floor: z.object({ billions: z.number(), gave_way: z.string().nullable() }).nullable(),
  candidates: z.array(Candidate.loose()),
  rejected: z.array(Place.extend({ reason: z.string() }).loose()),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})

export type Explanation = z.infer<typeof Explanation>

/** A past decision, made again. */
export const Replayed = Explanation.extend({
  request_id: z.string(),
  at: z.string(),
  same: z.boolean().nullable(),
  differs: z.array(z.string()),
})

export type Replayed = z.infer<typeof Replayed>
