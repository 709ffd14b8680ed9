import type { ServerLoad } from '../../contracts/model.ts'
import { defined } from '../../std/defined.ts'

type Figure = 'running' | 'waiting' | 'cacheUse'

/** What versions of vLLM and SGLang call the figures; a name goes on with its labels or ends. */
const FIGURES: Readonly<Record<string, Figure>> = {
  num_requests_running: 'running',
  num_running_reqs: 'running',
  num_running_requests: 'running',
  num_requests_waiting: 'waiting',
  num_queue_reqs: 'waiting',
  num_waiting_requests: 'waiting',
  kv_cache_usage_perc: 'cacheUse',
  gpu_cache_usage_perc: 'cacheUse',
  token_usage: 'cacheUse',
}
const SAMPLE = new RegExp(
  `^(?:vllm|sglang)[:_](${Object.keys(FIGURES).join('|')})(\\{(?:[^"}\\n]|"(?:[^"\\\\\\n]|\\\\.)*")*\\})?[ \\t]+(\\S+)`,
  'gm',
)
const LABEL = /(?<!\w)(\w+)="((?:[^"\\]|\\.)*)"/g
/** More requests than any server takes. */
const MOST_REQUESTS = 1e6

/** Figures of one model on one engine; several ranks of an engine tell the same. */
type Figures = Partial<Record<Figure, number>>
type Load = Omit<ServerLoad, 'at'>

/**
 * How busy a server is with each model, by the name on the page (`''` where there is none), from its page of metrics in
 * Prometheus' text format; undefined when the page does not tell.
 */
export function readLoadMetrics(page: string): ReadonlyMap<string, Load> | undefined {
  const models = new Map<string, Map<string, Figures>>()
  for (const [, name = '', labels = '', value = ''] of page.matchAll(SAMPLE)) {
    const figure = FIGURES[name]
    const number = figure && sensible(figure, Number(value))
    if (figure === undefined || number === undefined) continue
    const { model, engine } = placeOf(labels)
    const engines = models.get(model) ?? new Map<string, Figures>()
    models.set(model, engines)
    const figures = engines.get(engine) ?? {}
    engines.set(engine, { ...figures, [figure]: Math.max(figures[figure] ?? 0, number) })
  }
  const told = [...models].flatMap(([model, engines]): [string, Load][] => {
    const load = loadOf([...engines.values()])
    return load === undefined ? [] : [[model, load]]
  })
  return told.length === 0 ? undefined : new Map(told)
}

function sensible(figure: Figure, value: number): number | undefined {
  if (!(value >= 0)) return undefined
  if (figure === 'cacheUse') return value <= 1 ? value : value <= 100 ? value / 100 : undefined
  return value <= MOST_REQUESTS ? Math.round(value) : undefined
}

function placeOf(labels: string): { readonly model: string; readonly engine: string } {
  const by = new Map<string, string>()
  for (const [, name = '', value = ''] of labels.matchAll(LABEL)) by.set(name, value)
  const model = by.get('model_name') ?? by.get('model') ?? ''
  return {
    model: model.replace(/\\(.)/g, '$1'),
    engine: `${by.get('engine') ?? ''} ${by.get('dp_rank') ?? ''}`,
  }
}

/** All engines of a model together; requests go to the one that has room. */
function loadOf(engines: readonly Figures[]): Load | undefined {
  if (engines.every(({ running }) => running === undefined)) return undefined
  const sum = (figure: Figure): number =>
    engines.reduce((total, engine) => total + (engine[figure] ?? 0), 0)
  const uses = engines.flatMap(({ cacheUse }) => cacheUse ?? [])
  const cacheUse = uses.length === 0 ? undefined : sum('cacheUse') / uses.length
  return { running: sum('running'), waiting: sum('waiting'), ...defined({ cacheUse }) }
}
