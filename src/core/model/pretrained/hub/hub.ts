import { UserError } from '../../../../common/userError.ts';
import { isOn, type Environment } from './cache.ts';

/** A server of models, such as the Hugging Face hub. `token`: sent to its own origin only. */
export interface Hub {
  readonly endpoint: string;
  readonly token: string | null;
}

/** What a user can do instead of downloading a model. */
export const alternative = 'Or copy the folder of the model from another machine, and name its path instead.';

/** The hub of HF_ENDPOINT and HF_TOKEN. Errors: UserError in offline mode, or where the endpoint is not a URL. */
export function openHub(environment: Environment): Hub {
  const offline = ['HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE'].find((name) => isOn(environment, name));
  if (offline !== undefined) {
    throw new UserError(`${offline} is set: in offline mode nothing is downloaded`, `Unset it. ${alternative}`);
  }
  const endpoint = (environment['HF_ENDPOINT'] || 'https://huggingface.co').replace(/\/+$/, '');
  if (!/^https?:/.test(endpoint) || !URL.canParse(endpoint)) {
    throw new UserError(
      `HF_ENDPOINT is "${endpoint}": not a web address`,
      'Set it as in HF_ENDPOINT=https://hub.example, or unset it.',
    );
  }
  return { endpoint, token: environment['HF_TOKEN']?.trim() || null };
}

export function authorization({ token }: Hub): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}
