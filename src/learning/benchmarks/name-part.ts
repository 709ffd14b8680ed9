/** What one word of a model's name is about. */
export type NamePart =
  | 'nothing'
  | 'size'
  | 'effort'
  | 'stage'
  | 'thinks'
  | 'answers'
  | 'variant'
  | 'tune'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Formats, servers and makers: none of them makes it another model. */
const NOTHING = words(
  [
    'gguf ggml mlx awq gptq exl2 exl3 onnx hf instruct inst chat it latest default greedy dynamic ud',
    'i1 imatrix qat dwq quantized bnb unsloth cloud free api diff prev text model llm ctx v01 dense',
    'meta nvidia google microsoft mistralai ai ibm cohere cohereforai nous nousresearch openai',
    'anthropic amazon xai x c4ai thudm zai org moonshotai moonshot alibaba lmsys together hyperbolic',
    'sambanova us eu apac global tokens lm distill vertex bedrock lmstudio community bartowski',
    'huggingfaceh4 deepmind distilled qwen open ai21',
  ].join(' '),
)

/** Say how large a model is; a known size says more. */
const SIZES = words('mini small medium large tiny micro nano lite super ultra air scout maverick')

const EFFORTS = words('high low minimal xhigh max')
const STAGES = words('preview beta alpha exp experimental rc')
const THINKS = words('thinking think reasoning reasoner')
const ANSWERS = words('nothink nothinking nonthinking nonreasoning')

/** Weights of their own under the name of their family. */
const VARIANTS = words(
  [
    'coder code math vision vl vlm v omni audio multimodal base pretrained pt moe next prover zero',
    'turbo plus pro flash sonnet opus haiku instant lightning fast rl guard reward embedding embed',
    'terminus speciale codex deep search theta nemo swe sql medical',
  ].join(' '),
)

const SAME_AS: Readonly<Record<string, string>> = {
  code: 'coder',
  vl: 'vision',
  vlm: 'vision',
  v: 'vision',
  pretrained: 'base',
  pt: 'base',
  embed: 'embedding',
}

const KINDS: readonly (readonly [ReadonlySet<string>, NamePart])[] = [
  [NOTHING, 'nothing'],
  [SIZES, 'size'],
  [EFFORTS, 'effort'],
  [STAGES, 'stage'],
  [THINKS, 'thinks'],
  [ANSWERS, 'answers'],
  [VARIANTS, 'variant'],
]

/** Numbers of parameters, of experts, of tokens of context and of bits. */
const MEASURE = /^(?:[ae]?\d+(?:\.\d+)?[bkmte]?|\d+x\d+(?:\.\d+)?b|\d+bit|int[48])$/

/** What a word of a canonical name, its family and version taken off, is about. */
export function namePart(word: string): NamePart {
  if (word === '' || (MEASURE.test(word) && word !== '1m')) return 'nothing'
  return KINDS.find(([set]) => set.has(word))?.[1] ?? 'tune'
}

/** The one spelling of a word. */
export function spelledAlike(word: string): string {
  return SAME_AS[word] ?? word
}
