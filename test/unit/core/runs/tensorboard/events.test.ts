import { expect, it } from 'vitest';
import { firstEvent, metricsEvent } from '../../../../../src/core/runs/tensorboard/events.ts';
import { stepLine } from '../newRun.ts';

/** Written by tensorboard 2.21's own `RecordWriter` and protobuf messages. */
const golden = [
  '1800000000000000a37f4b2209000010c8e555da411a0d627261696e2e4576656e743a32350aa191ab0000000000000085430b2809000',
  '0d0c8e555da4110142a9d010a190a12747261696e2f63726f7373456e74726f7079150000003f0a170a10747261696e2f696d706f7274',
  '616e6365150000803f0a180a11747261696e2f696e666f726d6174696f6e15000000000a150a0e747261696e2f6163637572616379150',
  '000403f0a190a12747261696e2f6c6561726e696e67526174651517b7d1380a1b0a14747261696e2f73746570735065725365636f6e64',
  '1500002041017cc15c',
].join('');

it('writes the bytes that TensorBoard writes, without a loss that was not computed', () => {
  const line = stepLine(1, 20);
  const metrics = { ...line, losses: { ...line.losses, interaction: null } };
  const bytes = [firstEvent(1767348000.25), metricsEvent(1767348000.25, metrics)];
  expect(Buffer.concat(bytes).toString('hex')).toBe(golden);
});
