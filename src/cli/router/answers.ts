/** What a running router tells about itself, as far as the command line shows it. */
import { z } from 'zod'

export const Identity = z.object({ service: z.literal('SmarterRouter'), version: z.string() })

export const Ready = z.object({ status: z.enum(['ready', 'not_ready']), reason: z.string() })

export const Backends = z.object({
  backends: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      url: z.string(),
      up: z.boolean(),
      version: z.string().nullable(),
      problem: z.string().nullable(),
      models: z.number(),
      active: z.number(),
    }),
  ),
})

const Fact = <T>(value: z.ZodType<T>) => z.object({ value }).optional()

const Facts = z.object({
  role: Fact(z.string()),
  parameters: Fact(z.number()),
  quantisation: Fact(z.string()),
  trainedContext: Fact(z.number()),
  servedContext: Fact(z.number()),
  capabilities: z.record(z.string(), z.object({ value: z.boolean() })),
})

export const Models = z.object({
  models: z.array(
    z.object({
      id: z.string(),
      placements: z.array(
        z.object({
          backend: z.string(),
          up: z.boolean(),
          loaded: z.boolean().nullable(),
          size_bytes: z.number().nullable(),
          facts: Facts,
        }),
      ),
    }),
  ),
})

export type Models = z.infer<typeof Models>

export const Profiles = z.object({
  profiles: z.array(
    z.object({
      name: z.string(),
      ability: z.object({ theta: z.number(), sd: z.number() }),
      families: z.record(
        z.string(),
        z.object({
          quality: z.number(),
          sd: z.number(),
          evidence: z.record(z.string(), z.number()),
        }),
      ),
      placements: z.array(
        z.object({
          backend: z.string(),
          speed: z.object({
            prefill_tps: z.number().nullable(),
            decode_tps: z.number().nullable(),
            load_s: z.number().nullable(),
          }),
          context: z.object({ claimed: z.number().nullable(), served: z.number().nullable() }),
          capabilities: z.record(z.string(), z.object({ value: z.boolean(), source: z.string() })),
        }),
      ),
    }),
  ),
})

export const Started = z.object({ job: z.string() })

export const JobAnswer = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  done: z.number(),
  total: z.number(),
  note: z.string(),
  problems: z.array(z.string()),
  eta_seconds: z.number().nullable(),
})

export type JobAnswer = z.infer<typeof JobAnswer>

export const Jobs = z.object({ jobs: z.array(JobAnswer) })

export type Profile = z.infer<typeof Profiles>['profiles'][number]

const Judge = z.object({
  model: z.string(),
  problem: z.string().nullable(),
  agreement: z.number().nullable(),
  calls: z.number(),
  max_calls: z.number(),
  cost: z.number().nullable(),
  max_cost: z.number(),
})

export type Judge = z.infer<typeof Judge>

/** `GET /admin/stats`, as far as it is shown. */
export const Stats = z.looseObject({ judge: Judge.nullish() })
