import type { SimulatedModel } from '../engine/description.ts'
import type { ServerState } from '../engine/state.ts'
import type { Instance, Instances } from './instances.ts'

export const BUILD = 'b0-unknown'

/** `/v1/models` of a server with one model: an Ollama-like list beside OpenAI's. */
export function singleList(model: SimulatedModel): object {
  return {
    models: [
      {
        name: model.name,
        model: model.name,
        modified_at: '',
        size: '',
        digest: '',
        type: 'model',
        description: '',
        tags: [''],
        capabilities: [model.role === 'embedding' ? 'embedding' : 'completion'],
        parameters: '',
        details: {
          parent_model: '',
          format: 'gguf',
          family: '',
          families: [''],
          parameter_size: '',
          quantization_level: '',
        },
      },
    ],
    object: 'list',
    data: [
      {
        id: model.name,
        aliases: [model.name],
        tags: [],
        object: 'model',
        architecture: architecture(model),
        created: now(),
        owned_by: 'llamacpp',
        meta: meta(model),
      },
    ],
  }
}

/** `/models` of a router: every model with its status, and what a loaded one says of itself. */
export function routerList(state: ServerState, instances: Instances): object {
  const data = [...state.models.values()].map((model) => {
    const instance = instances.find(model.name)
    return {
      id: model.name,
      aliases: [],
      tags: [],
      object: 'model',
      owned_by: 'llamacpp',
      created: now(),
      status: {
        value: statusOf(instance),
        args: argsOf(model),
        preset: `[${model.name}]\nctx-size = ${model.servedContext}\n\n`,
        ...(instances.failed(model.name) ? { exit_code: 1, failed: true } : {}),
      },
      architecture: architecture(model),
      source: 'preset',
      can_remove: false,
      ...(instance?.loaded === true ? { meta: meta(model) } : {}),
    }
  })
  return { data, object: 'list' }
}

/** `/props` of a process that holds a model. */
export function singleProps(model: SimulatedModel, slots: number): object {
  const tools = model.talents.includes('tools')
  return {
    default_generation_settings: { params: SAMPLING, n_ctx: model.servedContext },
    total_slots: slots,
    model_alias: model.name,
    model_ftype: model.quantisation,
    model_path: `/simulated/${model.name}.gguf`,
    modalities: { vision: model.talents.includes('vision'), video: false, audio: false },
    media_marker: '<__media__>',
    endpoint_slots: true,
    endpoint_props: true,
    endpoint_metrics: false,
    ui: false,
    ui_settings: {},
    chat_template: '{% for message in messages %}{{ message.content }}{% endfor %}',
    chat_template_caps: {
      supports_object_arguments: tools,
      supports_parallel_tool_calls: tools,
      supports_preserve_reasoning: false,
      supports_reasoning_effort: model.talents.includes('thinking'),
      supports_string_content: true,
      supports_system_role: true,
      supports_tool_calls: tools,
      supports_tools: tools,
      supports_typed_content: false,
    },
    bos_token: '<s>',
    eos_token: '</s>',
    build_info: BUILD,
    is_sleeping: false,
    cors_proxy_enabled: false,
  }
}

/** `/props` of the router itself. */
export function routerProps(maxLoaded: number): object {
  return {
    role: 'router',
    max_instances: maxLoaded,
    models_autoload: true,
    model_alias: 'llama-server',
    model_path: 'none',
    default_generation_settings: { params: null, n_ctx: 0 },
    ui_settings: {},
    build_info: BUILD,
    cors_proxy_enabled: false,
  }
}

/** `/slots`: which of them work. */
export function slotList(instance: Instance): readonly object[] {
  return instance.slots.busy.map((busy, id) => ({
    id,
    n_ctx: instance.model.servedContext,
    speculative: false,
    is_processing: busy,
  }))
}

const SAMPLING = {
  seed: 4294967295,
  temperature: 0.8,
  top_k: 40,
  top_p: 0.95,
  min_p: 0.05,
  repeat_penalty: 1,
  max_tokens: -1,
  n_predict: -1,
  stream: false,
}

function statusOf(instance: Instance | undefined): string {
  if (instance === undefined) return 'unloaded'
  return instance.loaded ? 'loaded' : 'loading'
}

function argsOf(model: SimulatedModel): readonly string[] {
  const embeddings = model.role === 'embedding' ? ['--embeddings'] : []
  const context = String(model.servedContext)
  return ['llama-server', ...embeddings, '--alias', model.name, '--ctx-size', context]
}

function architecture(model: SimulatedModel): object {
  const images = model.talents.includes('vision') ? ['image'] : []
  return { input_modalities: ['text', ...images], output_modalities: ['text'] }
}

function meta(model: SimulatedModel): object {
  return {
    vocab_type: 2,
    n_vocab: 49152,
    n_ctx: model.servedContext,
    n_ctx_train: model.trainedContext,
    n_embd: model.embeddingLength,
    n_params: Math.round(model.parameters * 1e9),
    size: model.sizeBytes,
    ftype: model.quantisation,
  }
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}
