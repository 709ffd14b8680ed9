import type { BackendSettings } from '../../contracts/backend.ts'

/** How servers say that they have no list. */
const NO_LIST: readonly number[] = [404, 405, 501]

/** The models of a server that answers so instead of listing them: those that are configured for it by their full names. */
export function unlistedModels(
  status: number,
  { models }: Pick<BackendSettings, 'models'>,
): readonly string[] {
  return NO_LIST.includes(status) ? models.filter((glob) => !/[*?[\]{}!]/.test(glob)) : []
}
