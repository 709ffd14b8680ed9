import { describe, expect, it } from 'vitest'
import { backendSettings, placementOf } from '../../../test/support/backend-settings.ts'
import { kindOf } from '../../../test/support/backend-stage.ts'
import type { Placement } from '../../contracts/model.ts'
import type { Surveyed } from '../../survey.ts'
import { nameFindings } from './name-findings.ts'

function backendWith(ids: readonly string[], models: readonly string[]): Surveyed {
  const settings = backendSettings('http://host', { name: 'box', models })
  const reported = ids.map((id) => ({ id, nativeId: id, facts: { capabilities: {} } }))
  return {
    ...{ settings, kind: kindOf('openai'), nearby: [] },
    sight: { settings, ...(ids.length > 0 && { look: { models: reported } }) },
  }
}

describe('patterns of models:', () => {
  const warned = (ids: readonly string[], ...models: readonly string[]) =>
    nameFindings(backendWith(ids, models), [], ['claude-*']).map(({ text, remedy }) => [
      text,
      remedy,
    ])

  it('that fit nothing are told, with what was probably meant', () => {
    expect(
      warned(
        ['claude-sonnet-5', 'claude-opus-4-8'],
        ...['claude-sonet-5', 'claude-opus*', 'xyz-*', 'claude-sonnet-55*'],
      ),
    ).toEqual([
      ['claude-sonet-5 under its models: fits none of them', 'did you mean claude-sonnet-5?'],
      ['xyz-* under its models: fits none of them', 'see how they are called: npm start -- models'],
      ['claude-sonnet-55* under its models: fits none of them', 'did you mean claude-sonnet-5?'],
    ])
  })

  it('fit as they do everywhere else', () => {
    expect(warned(['Llama3:latest'], 'llama3', 'LLAMA3:latest', 'llama?@box')).toEqual([])
    expect(warned(['llama3'], 'llama?@attic')).toHaveLength(1)
  })

  it('say nothing where nothing was seen', () => {
    expect(warned([], 'llama3')).toEqual([])
  })
})

describe('names that clients use by themselves', () => {
  const remote = (model: string, more: Partial<Placement> = {}): Placement =>
    placementOf(model, { backend: 'box', remote: true, routable: false, ...more })
  const found = (...placements: readonly Placement[]) =>
    nameFindings(backendWith([], []), placements, ['claude-*'])

  it('are told where they reach a remote model that is not listed', () => {
    expect(
      found(remote('gpt-5'), remote('claude-opus-4-8'), remote('Claude-haiku-4-5')),
    ).toMatchObject([
      {
        ...{ about: 'backend box', state: 'warning' },
        text: 'clients that name claude-opus-4-8 exactly reach it at box, though it is not in its models: (1 more like it)',
        remedy: expect.stringContaining('models.exclude'),
      },
    ])
    expect(found(remote('claude-opus-4-8'))[0]?.text).toMatch(/in its models:$/)
  })

  it('are no news where the model is listed, near or called otherwise', () => {
    const near = remote('claude-clone', { remote: false })
    expect(found(remote('claude-opus-4-8', { routable: true }), near, remote('gpt-5'))).toEqual([])
  })
})
