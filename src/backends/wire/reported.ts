import type { BackendSettings } from '../../contracts/backend.ts'
import type { Fact, FactSource, ReportedModel } from '../../contracts/model.ts'

/** A fact that a backend reports, or none. */
export function reported<T>(value: T | undefined): Fact<T> | undefined {
  return fact(value, 'reported')
}

/** A fact that follows from what a backend reports, or none. */
export function inferred<T>(value: T | undefined): Fact<T> | undefined {
  return fact(value, 'inferred')
}

function fact<T>(value: T | undefined, source: FactSource): Fact<T> | undefined {
  return value === undefined ? undefined : { value, source }
}

/** The names of a listed model: as users see it, and as its backend wants to hear it. */
export function modelNames(
  { prefix }: Pick<BackendSettings, 'prefix'>,
  listed: string,
): Pick<ReportedModel, 'id' | 'nativeId'> {
  if (!listed.startsWith(prefix)) return { id: listed, nativeId: prefix + listed }
  return { id: listed.slice(prefix.length), nativeId: listed }
}
