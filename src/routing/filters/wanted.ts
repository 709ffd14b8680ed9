import { foldId } from '../../models/model-id.ts'
import type { Filter, Names, Wants } from '../filter.ts'

/** Whoever names the models that may answer, or those that may not, is heard. */
export const wanted: Filter<Wants> = {
  name: 'wanted',
  matters: ({ only, exclude }) => only !== undefined || exclude !== undefined,
  reject({ model, key }, { only, exclude }) {
    if (only !== undefined && !holds(only, model, key)) return 'not among the models asked for'
    return exclude !== undefined && holds(exclude, model, key) ? 'excluded' : undefined
  },
}

function holds(names: Names, model: string, key: string): boolean {
  return names.has(foldId(model)) || names.has(key.toLowerCase())
}
