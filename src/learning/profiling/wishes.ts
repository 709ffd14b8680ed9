import type { Wish } from '../../contracts/job.ts'
import type { Placement } from '../../contracts/model.ts'
import { foldId } from '../../models/model-id.ts'

type Named = Pick<Placement, 'model' | 'key' | 'routable'>

/** What nobody asked for: all that requests may be routed to, when there is time. */
export const UNASKED: readonly Wish[] = [{ models: undefined, force: false, patient: true, at: 0 }]

/** The wishes that are about a model; where one names none, it is about those that requests may be routed to. */
export function wishesFor(
  wishes: readonly Wish[],
  { model, key, routable }: Named,
): readonly Wish[] {
  return wishes.filter(({ models }) =>
    models === undefined
      ? routable
      : models.some((name) => foldId(name) === foldId(model) || name === key),
  )
}

/** Before this moment nothing that was found out about the model counts, milliseconds since 1970; 0 = all of it does. */
export function countsFrom(wishes: readonly Wish[], placement: Named): number {
  const forced = wishesFor(wishes, placement).filter(({ force }) => force)
  return Math.max(0, ...forced.map(({ at }) => at))
}

/** Whether nobody waits for what is found out about the model. */
export function isPatient(wishes: readonly Wish[], placement: Named): boolean {
  return wishesFor(wishes, placement).every(({ patient }) => patient)
}

/** Whether one of these wishes brings all that a new one does. */
export function isCovered(wishes: readonly Wish[], wish: Wish): boolean {
  return wishes.some((known) => {
    const isWide =
      known.models === undefined || wish.models === undefined
        ? known.models === wish.models
        : wish.models.every((name) => known.models?.includes(name))
    return isWide && (known.force || !wish.force) && (!known.patient || wish.patient)
  })
}
