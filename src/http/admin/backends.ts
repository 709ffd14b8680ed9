import type { Endpoint } from '../endpoint.ts'

/** Each backend as the last look found it, with what is under way there now. */
export const adminBackends: Endpoint = {
  method: 'GET',
  path: '/admin/backends',
  access: 'admin',
  handle({ serving }) {
    const { catalog, backends } = serving.snapshot()
    return {
      looked_at: catalog.lookedAt === 0 ? null : new Date(catalog.lookedAt).toISOString(),
      backends: catalog.backends.map(
        ({ name, kind, url, remote, up, version, problem, models }) => ({
          ...{
            name,
            kind,
            url,
            remote,
            up,
            version: version ?? null,
            problem: problem ?? null,
            models,
          },
          active: serving.live.active(name),
          concurrency: backends.get(name)?.settings.concurrency ?? null,
        }),
      ),
    }
  },
}
