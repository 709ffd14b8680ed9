import { describe, expect, it } from 'vitest'
import { FLEET, startFleet } from './fleet.ts'

describe('demo fleet', () => {
  it('labels every model as simulated and differs in size, speed and skill', () => {
    const models = FLEET.flatMap((member) => member.description.models ?? [])
    expect(models.every((model) => model.name.startsWith('simulated-'))).toBe(true)
    const chat = models.filter((model) => model.role !== 'embedding')
    for (const trait of ['parameters', 'speed', 'skill'] as const) {
      expect(new Set(chat.map((model) => JSON.stringify(model[trait]))).size).toBe(3)
    }
  })

  it('starts one backend of each kind with its models, and stops them all', async () => {
    const fleet = await startFleet()
    const [ollama, llama, openai] = fleet.backends
    const texts = await Promise.all(
      [`${ollama?.url}/api/tags`, `${llama?.url}/v1/models`, `${openai?.url}/v1/models`].map(
        async (url) => (await fetch(url)).text(),
      ),
    )
    expect(texts[0]).toContain('simulated-small-3b')
    expect(texts[1]).toContain('simulated-coder-14b')
    expect(texts[2]).toContain('simulated-large-70b')
    await fleet.stop()
    await expect(fetch(`${ollama?.url}/api/tags`)).rejects.toThrow()
  })

  it('stops the others when one fails to start', async () => {
    const wrong = { models: [{ name: 'x', nonsense: 1 }] } as object
    const broken = { name: 'broken', kind: 'openai', description: wrong } as const
    await expect(startFleet([...FLEET, broken])).rejects.toThrow('nonsense')
  })
})
