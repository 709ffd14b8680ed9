import { z } from 'zod'

const text = z.string().min(1).optional().catch(undefined)
const count = z.number().min(1).optional().catch(undefined)
const number = z.number().optional().catch(undefined)
const flag = z.boolean().optional().catch(undefined)

/** A list without its broken items; undefined when it is no list. */
function list<T extends z.ZodType>(item: T): z.ZodType<z.output<T>[] | undefined> {
  return z
    .array(item.nullable().catch(null))
    .transform((items) => items.filter((each) => each !== null) as z.output<T>[])
    .optional()
    .catch(undefined)
}

/** An object; undefined when it is none. */
function object<S extends z.core.$ZodLooseShape>(
  shape: S,
): z.ZodCatch<z.ZodOptional<z.ZodObject<S>>> {
  return z.object(shape).optional().catch(undefined)
}

/** Schemas for what servers report: a field that is broken is one that is missing, and spoils nothing else. */
export const tolerant = { text, count, number, flag, list, object, texts: list(z.string()) }
