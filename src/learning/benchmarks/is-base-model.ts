/**
 * Makers whose repositories are of a base model unless they say `Instruct`, `Chat` or `it`, and the lines they do it for.
 * Spelled as they do: by the same words in lower case, desktop programs mean the model that answers.
 */
const MAKERS_BASE =
  /(?:^|\/)(?:meta-llama\/(?:Meta-)?Llama-[23]|codellama\/CodeLlama|Qwen\/(?:CodeQwen|Qwen-\d|Qwen1\.5|Qwen2-|Qwen2\.5)|google\/gemma-(?:2-)?\db|google\/gemma-2-27b|mistralai\/(?:Mistral-7B|Mixtral)|01-ai\/Yi-|tiiuae\/[Ff]alcon)/
const SIZE = /\d[bB](?![a-zA-Z])/
const TAUGHT = /(?<![a-z])(?:instruct|chat|it|guard|reward)(?![a-z])/i

/** Whether a repository's name is that of a model which continues text, as its maker names such. */
export function isBaseModel(repository: string): boolean {
  return MAKERS_BASE.test(repository) && SIZE.test(repository) && !TAUGHT.test(repository)
}
