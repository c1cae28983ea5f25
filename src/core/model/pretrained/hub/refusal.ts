import { fetchProblem } from '../../../../common/proxyFetch.ts';
import { UserError } from '../../../../common/userError.ts';
import { alternative, type Hub } from './hub.ts';

interface Refusal {
  readonly hub: Hub;
  readonly model: string;
  readonly revision: string;
  readonly url: string;
  /** The HTTP status, 400 or above. */
  readonly status: number;
  /** The hub's own word for it, `x-error-code`; mirrors may have none. */
  readonly reason: string | null;
}

/** The error for a model that the hub does not hand out. */
export function refusal({ hub, model, revision, url, status, reason }: Refusal): UserError {
  const { endpoint, token } = hub;
  if (reason === 'GatedRepo') {
    return new UserError(
      `${model}: the model is gated: its owners must grant access`,
      token === null
        ? `Ask for access at ${endpoint}/${model}, then set HF_TOKEN to a token of your account.`
        : `Ask for access at ${endpoint}/${model} with the account that the token in HF_TOKEN belongs to.`,
    );
  }
  if (reason === 'RevisionNotFound') {
    return new UserError(`${model}: has no revision "${revision}"`, 'Name a branch, a tag or a commit of the model.');
  }
  if (reason === 'EntryNotFound') {
    return new UserError(`${url}: the model has no such file`, 'Choose a model in the format of transformers.');
  }
  if (status === 403) {
    const message = `${model}: access denied by ${endpoint}`;
    return new UserError(message, `Set HF_TOKEN to a token that may read the model. ${alternative}`);
  }
  if (status === 401 || status === 404) {
    const invalid = status === 401 && token !== null ? ', or the token in HF_TOKEN is not valid' : '';
    return new UserError(
      `${model}: no such model at ${endpoint}, or it is private${invalid}`,
      'Check the name. A private model needs a token in HF_TOKEN that may read it.',
    );
  }
  return fetchProblem(url, `HTTP status ${status}`, alternative);
}
