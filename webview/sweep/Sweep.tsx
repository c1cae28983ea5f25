import { Button } from '../shared/Button.tsx';
import { Ending } from '../shared/Ending.tsx';
import { ElementGrid } from './ElementGrid.tsx';
import { Header } from './Header.tsx';
import { Results } from './Results.tsx';
import type { Send } from './send.ts';
import type { SweepModel } from './sweepModel.ts';

export function Sweep({ model, send }: { model: SweepModel; send: Send }) {
  if (model.isOutdated.value) {
    return <Ending>SAFR Studio was updated: close this panel and open it again.</Ending>;
  }
  if (!model.overview.value) return null;
  const grid = model.grid.value;
  const result = model.result.value;
  return (
    <>
      <Header model={model} send={send} />
      <main>
        {grid ? (
          <section id="elements">
            <ElementGrid
              key={JSON.stringify(grid)}
              grid={grid}
              cells={model.cells}
              open={(number) => send({ kind: 'open', number })}
            />
          </section>
        ) : (
          <NoSweep open={() => send({ kind: 'openExperiment' })} />
        )}
        {result && <Results result={result} send={send} />}
        {grid && !result && <p class="muted">Means and intervals are shown here once an element is done.</p>}
      </main>
    </>
  );
}

function NoSweep({ open }: { open: () => void }) {
  return (
    <div class="welcome">
      <h2>No sweep</h2>
      <p class="muted">The experiment has no "sweep", or has errors. A sweep is a list of values for any fields:</p>
      <pre>{'"sweep": { "safr.preset": ["plain", "safr"], "seed": [1, 2, 3] }'}</pre>
      <Button onClick={open}>Open Experiment</Button>
    </div>
  );
}
