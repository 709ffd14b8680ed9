import type { Endpoint } from '../endpoint.ts'
import { pageOf } from '../paging.ts'

/** What users thought of answers, newest first: a page of all, or of one model's. */
export const adminFeedback: Endpoint = {
  method: 'GET',
  path: '/admin/feedback',
  access: 'admin',
  async handle({ learning }, request) {
    const { model } = request.query as Readonly<Record<string, unknown>>
    const page = pageOf(request.query)
    const { total, rows } = await learning.votes(
      page,
      typeof model === 'string' ? model : undefined,
    )
    const feedback = rows.map(({ responseId, at, category, comment, ...vote }) => ({
      response_id: responseId,
      at: new Date(at).toISOString(),
      ...vote,
      category: category ?? null,
      comment: comment ?? null,
    }))
    return { total, ...page, feedback }
  },
}
