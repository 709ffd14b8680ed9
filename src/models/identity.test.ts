import { describe, expect, it } from 'vitest'
import { type Identity, identify } from './identity.ts'

/** Id | family and version | billions, all/active | quantisation | role if not chat, and what it can; `x?` = unknown. */
const NAMES = `
llama2                                                     | llama 2                | 7         |         |
llama3                                                     | llama 3                | 8         |         |
llama3:instruct                                            | llama 3                | 8         |         | instruct
llama3:8b-text-q4_0                                        | llama 3                | 8         | Q4_0    | base
llama3.1:70b                                               | llama 3.1              | 70        |         | tools
llama3.1:8b-instruct-fp16                                  | llama 3.1              | 8         | F16     | instruct tools
llama3.2                                                   | llama 3.2              | 3         |         | tools
llama3.2:1b                                                | llama 3.2              | 1         |         | tools
llama3.2-vision                                            | llama 3.2              | 11        |         | vision tools?
llama3.2-vision:90b                                        | llama 3.2              | 90        |         | vision tools?
llama3.3                                                   | llama 3.3              | 70        |         | tools
llama4                                                     | llama 4                | 109/17    |         | vision tools
llama4:16x17b                                              | llama 4                | 109/17    |         | vision tools
llama4:maverick                                            | llama 4                | 400/17    |         | vision tools
codellama:7b                                               | codellama              | 7         |         | code
tinyllama                                                  | tinyllama              | 1.1       |         |
qwen:110b                                                  | qwen                   | 110       |         | vision? tools? reasoning?
qwen2.5-coder                                              | qwen 2.5               | 7         |         | code tools
qwen2.5-coder:7b-instruct-q4_K_M                           | qwen 2.5               | 7         | Q4_K_M  | instruct code tools
qwen2.5-coder:1.5b-base                                    | qwen 2.5               | 1.5       |         | base code
qwen2.5vl:7b                                               | qwen 2.5               | 7         |         | vision tools?
qwen3                                                      | qwen 3                 | 8         |         | tools reasoning
qwen3:0.6b                                                 | qwen 3                 | 0.6       |         | tools reasoning
qwen3:30b                                                  | qwen 3                 | 30/3      |         | tools reasoning
qwen3:30b-a3b                                              | qwen 3                 | 30/3      |         | tools reasoning
qwen3-coder:30b                                            | qwen 3                 | 30/3      |         | code tools
qwen3-coder:480b-cloud                                     | qwen 3                 | 480/35    |         | code tools
qwen3-vl:8b                                                | qwen 3                 | 8         |         | vision tools reasoning
qwen3-next:80b-a3b-instruct                                | qwen 3                 | 80/3      |         | instruct tools
qwen3.5:35b                                                | qwen 3.5               | 35/3      |         | vision tools reasoning
qwq                                                        | qwq                    | 32        |         | tools reasoning
gemma                                                      | gemma                  | 7         |         |
gemma2                                                     | gemma 2                | 9         |         |
gemma3                                                     | gemma 3                | 4         |         | vision
gemma3:270m                                                | gemma 3                | 0.27      |         |
gemma3:1b                                                  | gemma 3                | 1         |         |
gemma3:12b-it-qat                                          | gemma 3                | 12        |         | instruct vision
gemma3:27b                                                 | gemma 3                | 27        |         | vision
gemma3n:e4b                                                | gemma3n                | 4         |         | vision?
gemma4:26b                                                 | gemma 4                | 26/4      |         | vision tools reasoning
mistral                                                    | mistral                | 7         |         | tools
mistral:7b-instruct-v0.2-q4_0                              | mistral 0.2            | 7         | Q4_0    | instruct
mistral-nemo                                               | mistral-nemo           | 12        |         | tools
mistral-small:24b                                          | mistral-small          | 24        |         | tools
mistral-small:22b                                          | mistral-small          | 22        |         | tools
mistral-small3.1                                           | mistral-small 3.1      | 24        |         | vision tools
mistral-large                                              | mistral-large          | 123       |         | vision? tools
mixtral                                                    | mixtral                | 46.7/12.9 |         | tools
mixtral:8x22b                                              | mixtral                | 141/39    |         | tools
codestral:22b                                              | codestral              | 22        |         | code tools?
devstral                                                   | devstral               | 24        |         | code vision? tools
magistral:24b                                              | magistral              | 24        |         | vision? tools reasoning
ministral-3:8b                                             | ministral 3            | 8         |         | vision tools
deepseek-r1                                                | deepseek-r1            | ?         |         | tools? reasoning
deepseek-r1:1.5b                                           | deepseek-r1            | 1.5       |         | tools? reasoning
deepseek-r1:671b                                           | deepseek-r1            | 671/37    |         | tools? reasoning
deepseek-v3                                                | deepseek 3             | 671/37    |         | tools
deepseek-v3.1:671b                                         | deepseek 3.1           | 671/37    |         | tools reasoning
deepseek-coder-v2                                          | deepseek 2             | 16/2.4    |         | code tools?
deepseek-coder-v2:236b                                     | deepseek 2             | 236/21    |         | code tools?
phi                                                        | phi                    | 2.7       |         |
phi3                                                       | phi 3                  | 3.8       |         |
phi3.5                                                     | phi 3.5                | 3.8       |         |
phi4                                                       | phi 4                  | 14        |         |
phi4-mini                                                  | phi 4                  | 3.8       |         | tools
phi4-reasoning                                             | phi 4                  | 14        |         | reasoning
phi4-mini-reasoning:3.8b                                   | phi 4                  | 3.8       |         | tools reasoning
gpt-oss                                                    | gpt-oss                | 20/3.6    |         | tools reasoning
gpt-oss:120b                                               | gpt-oss                | 120/5.1   |         | tools reasoning
granite3.1-moe:3b                                          | granite 3.1            | 3/0.8     |         | tools
granite3.2-vision                                          | granite 3.2            | 2         |         | vision tools
granite3.3:8b                                              | granite 3.3            | 8         |         | tools reasoning
granite4:tiny-h                                            | granite 4              | 7/1       |         | tools
granite-code:20b                                           | granite-code           | 20        |         | code
command-r                                                  | command-r              | 35        |         | tools
command-r:35b-08-2024-q4_K_M                               | command-r              | 35        | Q4_K_M  | tools
command-r-plus                                             | command-r-plus         | 104       |         | tools
command-r7b                                                | command-r7b            | 8         |         | tools
command-a                                                  | command-a              | 111       |         | tools
smollm2                                                    | smollm 2               | 1.7       |         | tools
smollm2:135m                                               | smollm 2               | 0.135     |         | tools
glm4:9b                                                    | glm 4                  | 9         |         | vision? tools
kimi-k2:1t                                                 | kimi-k 2               | 1000/32   |         | tools
minimax-m2                                                 | minimax-m 2            | 230/10    |         | tools reasoning
hermes3:8b                                                 | hermes 3               | 8         |         | tools
dolphin-mixtral:8x22b                                      | dolphin                | 141/39    |         | vision? tools? reasoning?
wizardlm2:8x22b                                            | wizardlm 2             | 141/39    |         | tools?
nemotron                                                   | nemotron               | 70        |         | tools reasoning?
nemotron-mini                                              | nemotron               | 4         |         | tools
firefunction-v2                                            | firefunction 2         | 70        |         | tools
cogito:14b                                                 | cogito                 | 14        |         | tools reasoning
llava                                                      | llava                  | 7         |         | vision
llava:13b-v1.6                                             | llava 1.6              | 13        |         | vision
llava-llama3                                               | llava                  | 8         |         | vision
moondream                                                  | moondream              | 1.8       |         | vision
minicpm-v:8b                                               | minicpm-v              | 8         |         | vision tools?
starcoder2:15b                                             | starcoder 2            | 15        |         | code
yi:34b                                                     | yi                     | 34        |         |
solar                                                      | solar                  | 10.7      |         |
stablelm2:1.6b                                             | stablelm 2             | 1.6       |         |
hf.co/bartowski/Meta-Llama-3.1-8B-Instruct-GGUF:Q4_K_M     | llama 3.1              | 8         | Q4_K_M  | instruct tools
hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:UD-Q4_K_XL  | qwen 3                 | 30/3      | Q4_K_XL | instruct tools
Qwen/Qwen2.5-VL-7B-Instruct-AWQ                            | qwen 2.5               | 7         | AWQ     | instruct vision tools?
Qwen/Qwen2.5-72B-Instruct-GPTQ-Int4                        | qwen 2.5               | 72        | GPTQ    | instruct tools
Qwen/Qwen3-4B-Thinking-2507                                | qwen 3                 | 4         |         | tools reasoning
Qwen/Qwen3-8B-Base                                         | qwen 3                 | 8         |         | base
qwen2.5-7b-instruct-1m                                     | qwen 2.5               | 7         |         | instruct tools
mlx-community/Llama-3.2-3B-Instruct-4bit                   | llama 3.2              | 3         | 4BIT    | instruct tools
meta-llama/Llama-4-Scout-17B-16E-Instruct                  | llama 4                | 109/17    |         | instruct vision tools
meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8          | llama 4                | 400/17    | FP8     | instruct vision tools
google/gemma-3-27b-it                                      | gemma 3                | 27        |         | instruct vision
google/gemma-3-4b-pt                                       | gemma 3                | 4         |         | base vision
mistralai/Mistral-Nemo-Instruct-2407                       | mistral-nemo           | 12        |         | instruct tools
mistralai/Mistral-Small-3.2-24B-Instruct-2506              | mistral-small 3.2      | 24        |         | instruct vision tools
mistralai/Mixtral-8x7B-Instruct-v0.1                       | mixtral 0.1            | 46.7/12.9 |         | instruct tools
microsoft/Phi-3-mini-128k-instruct                         | phi 3                  | 3.8       |         | instruct
microsoft/Phi-3.5-MoE-instruct                             | phi 3.5                | 42/6.6    |         | instruct
deepseek-ai/DeepSeek-R1                                    | deepseek-r1            | ?         |         | tools? reasoning
deepseek-ai/DeepSeek-R1-0528-Qwen3-8B                      | deepseek-r1            | 8         |         | tools? reasoning
deepseek-r1-distill-qwen-7b                                | deepseek-r1            | 7         |         | tools? reasoning
unsloth/DeepSeek-R1-Distill-Llama-70B-bnb-4bit             | deepseek-r1            | 70        | 4BIT    | tools? reasoning
NousResearch/Hermes-3-Llama-3.1-8B                         | hermes 3               | 8         |         | tools
nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B                      | nemotron 3             | 30/3      |         | tools reasoning
ibm-granite/granite-3.0-1b-a400m-instruct                  | granite 3.0            | 1/0.4     |         | instruct tools
ibm-granite/granite-4.0-h-small                            | granite 4.0            | 32/9      |         | tools
stabilityai/stablelm-2-1_6b                                | stablelm 2             | 1.6       |         |
TinyLlama/TinyLlama-1.1B-Chat-v1.0                         | tinyllama 1.0          | 1.1       |         | instruct
LiquidAI/LFM2-8B-A1B                                       | lfm 2                  | 8/1       |         | vision? tools? reasoning?
baidu/ERNIE-4.5-21B-A3B-PT                                 | ernie 4.5              | 21/3      |         | vision? tools? reasoning?
zai-org/GLM-4.5-Air                                        | glm 4.5                | 106/12    |         | tools reasoning
zai-org/GLM-4.6                                            | glm 4.6                | 355/32    |         | tools reasoning
THUDM/glm-4v-9b                                            | glm 4                  | 9         |         | vision tools
moonshotai/Kimi-K2-Thinking                                | kimi-k 2               | 1000/32   |         | tools reasoning
TheBloke/Mistral-7B-Instruct-v0.2-GGUF                     | mistral 0.2            | 7         |         | instruct
qwen2.5-7b-instruct@q4_k_m                                 | qwen 2.5               | 7         | Q4_K_M  | instruct tools
dolphin-2.9.1-llama-3-8b                                   | dolphin 2.9.1          | 8         |         | vision? tools? reasoning?
/models/Llama-3.2-3B-Instruct-Q4_K_M.gguf                  | llama 3.2              | 3         | Q4_K_M  | instruct tools
/models/llama-2-7b-chat.Q4_0.gguf                          | llama 2                | 7         | Q4_0    | instruct
/models/llama-3.2-3b/model-q4_k_m.gguf                     | llama 3.2              | 3         | Q4_K_M  | tools
/models/Qwen_Qwen3-8B-IQ4_XS.gguf                          | qwen 3                 | 8         | IQ4_XS  | tools reasoning
/models/nvidia_Llama-3_3-Nemotron-Super-49B-v1-Q4_K_M.gguf | nemotron 1             | 49        | Q4_K_M  | tools reasoning?
/models/gpt-oss-20b-MXFP4.gguf                             | gpt-oss                | 20/3.6    | MXFP4   | tools reasoning
/models/DeepSeek-V3-0324-Q2_K_XL-00001-of-00006.gguf       | deepseek 3             | 671/37    | Q2_K_XL | tools
C:\\models\\Phi-3-mini-4k-instruct-q4.gguf                   | phi 3                  | 3.8       | Q4      | instruct
Llama_3_8B_Instruct.Q8_0.gguf                              | llama 3                | 8         | Q8_0    | instruct
gpt-4o                                                     | gpt-4o                 | ?         |         | vision tools
gpt-4o-mini-2024-07-18                                     | gpt-4o                 | ?         |         | vision tools
chatgpt-4o-latest                                          | gpt-4o                 | ?         |         | vision tools?
gpt-4.1-nano                                               | gpt 4.1                | ?         |         | vision tools
gpt-4                                                      | gpt 4                  | ?         |         | tools
gpt-4-turbo                                                | gpt 4                  | ?         |         | vision tools
gpt-3.5-turbo                                              | gpt 3.5                | ?         |         | tools
gpt-5-mini                                                 | gpt 5                  | ?         |         | vision tools reasoning
gpt-5.1                                                    | gpt 5.1                | ?         |         | vision tools reasoning
o1                                                         | o 1                    | ?         |         | vision tools reasoning
o1-preview                                                 | o 1                    | ?         |         | reasoning
o3-mini                                                    | o 3                    | ?         |         | tools reasoning
claude-sonnet-4-5                                          | claude 4.5             | ?         |         | vision tools reasoning
claude-opus-4-20250514                                     | claude 4               | ?         |         | vision tools reasoning
claude-3-5-haiku-20241022                                  | claude 3.5             | ?         |         | vision tools
claude-3-5-sonnet@20240620                                 | claude 3.5             | ?         |         | vision tools
anthropic.claude-3-haiku-20240307-v1:0                     | claude 3               | ?         |         | vision tools
gemini-2.5-pro                                             | gemini 2.5             | ?         |         | vision tools reasoning
models/gemini-1.5-flash-8b                                 | gemini 1.5             | 8         |         | vision tools
deepseek/deepseek-chat                                     | deepseek               | 671/37    |         | instruct tools
x-ai/grok-4-fast-non-reasoning                             | grok 4                 | ?         |         | vision tools
mistral-large-2411                                         | mistral-large          | 123       |         | tools
mistral-small-latest                                       | mistral-small          | ?         |         | vision tools
us.meta.llama3-1-70b-instruct-v1:0                         | llama 3.1              | 70        |         | instruct tools
accounts/fireworks/models/llama-v3p1-405b-instruct         | llama 3.1              | 405       |         | instruct tools
@cf/meta/llama-3.1-8b-instruct-fp8-fast                    | llama 3.1              | 8         | FP8     | instruct tools
meta-llama/llama-3.3-70b-instruct:free                     | llama 3.3              | 70        |         | instruct tools
nomic-embed-text                                           | nomic-embed            | ?         |         | embedding
nomic-embed-text:137m-v1.5-fp16                            | nomic-embed 1.5        | 0.137     | F16     | embedding
mxbai-embed-large                                          | mxbai-embed            | ?         |         | embedding
snowflake-arctic-embed2                                    | snowflake-arctic-embed 2 | ?       |         | embedding
bge-m3                                                     | bge                    | ?         |         | embedding
intfloat/multilingual-e5-large                             | e5                     | ?         |         | embedding
intfloat/e5-mistral-7b-instruct                            | e5                     | 7         |         | embedding
gte-qwen2-7b-instruct                                      | gte                    | 7         |         | embedding
jina-embeddings-v3                                         | jina-embeddings 3      | ?         |         | embedding
qwen3-embedding:0.6b                                       | qwen 3                 | 0.6       |         | embedding
embeddinggemma:300m                                        | embeddinggemma         | 0.3       |         | embedding
text-embedding-3-small                                     | text-embedding 3       | ?         |         | embedding
gemini-embedding-001                                       | gemini                 | ?         |         | embedding
bge-reranker-v2-m3                                         | bge 2                  | ?         |         | other
dengcao/Qwen3-Reranker-4B:Q5_K_M                           | qwen 3                 | 4         | Q5_K_M  | other
cross-encoder/ms-marco-MiniLM-L-6-v2                       | ?                      | ?         |         | other
whisper-1                                                  | whisper 1              | ?         |         | other
gpt-4o-realtime-preview                                    | gpt-4o                 | ?         |         | other
hexgrad/Kokoro-82M                                         | kokoro                 | 0.082     |         | other
dall-e-3                                                   | dall-e 3               | ?         |         | other
gpt-image-1                                                | gpt-image 1            | ?         |         | other
gemini-2.5-flash-image                                     | gemini 2.5             | ?         |         | other
black-forest-labs/FLUX.1-dev                               | flux 1                 | ?         |         | other
stabilityai/stable-diffusion-3.5-large                     | stable-diffusion 3.5   | ?         |         | other
omni-moderation-latest                                     | ?                      | ?         |         | other
llama-guard3:8b                                            | llama-guard 3          | 8         |         | other
shieldgemma:2b                                             | shieldgemma            | 2         |         | other
openai/gpt-oss-safeguard-20b                               | gpt-oss                | 20/3.6    |         | other
gpt-3.5-turbo-instruct                                     | gpt 3.5                | ?         |         | other
/models/mmproj-model-f16.gguf                              | ?                      | ?         | F16     | other
my-finetune                                                | ?                      | ?         |         | vision? tools? reasoning?
/models/model.gguf                                         | ?                      | ?         |         | vision? tools? reasoning?
HuggingFaceTB/SmolVLM2-2.2B-Instruct                       | smolvlm 2              | 2.2       |         | instruct vision tools? reasoning?
acme/Chat-Mini-Large                                       | ?                      | ?         |         | instruct vision? tools? reasoning?
`

describe('identify', () => {
  const rows = NAMES.trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))

  it.each(rows)('%s is %s', (id = '', ...expected) => {
    expect(cells(identify(id)).join(' | ')).toBe(expected.join(' | '))
  })
})

function cells(identity: Identity): string[] {
  const { family = '?', version, parameters = '?', activeParameters, quantisation } = identity
  const sizes = [parameters, activeParameters].filter((size) => size !== undefined)
  return [[family, version].join(' ').trim(), sizes.join('/'), quantisation ?? '', said(identity)]
}

function said({ role, instruct, code, ...abilities }: Identity): string {
  const words = [
    role === 'chat' ? '' : role,
    instruct === undefined ? '' : instruct ? 'instruct' : 'base',
    code ? 'code' : '',
    ...(['vision', 'tools', 'reasoning'] as const).map((ability) =>
      abilities[ability] === undefined ? `${ability}?` : abilities[ability] ? ability : '',
    ),
  ]
  return words.filter((word) => word !== '').join(' ')
}

it('reads a name once, though every new catalog asks again', () => {
  expect(identify('qwen3:30b-a3b')).toBe(identify('qwen3:30b-a3b'))
})
