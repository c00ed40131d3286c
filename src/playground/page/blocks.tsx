/** Draws Block Kit. What can be acted on is drawn here, because the renderer only shows it; the rest is the renderer's. */
import { Fragment, useContext, useId } from 'react';
import type { Block } from '../block-kit/blocks.ts';
import { Control } from './controls.tsx';
import { LibraryBlocks, Text } from './rich-text.tsx';
import { SurfaceContext } from './surface.ts';

export function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <>
      {blocks.map((block, index) => (
        <Fragment key={block.block_id ?? index}>
          <OneBlock block={block} />
        </Fragment>
      ))}
    </>
  );
}

function OneBlock({ block }: { block: Block }) {
  switch (block.type) {
    case 'section':
      return <Section block={block} />;
    case 'header':
      return (
        <h3 className="block-header">
          <Text text={block.text} />
        </h3>
      );
    case 'context':
      return <Context block={block} />;
    case 'divider':
      return <hr />;
    case 'actions':
      return (
        <div className="block-actions">
          {block.elements.map((element) => (
            <Control key={element.action_id} blockId={block.block_id ?? ''} element={element} live />
          ))}
        </div>
      );
    case 'input':
      return <Input block={block} />;
    default:
      return <LibraryBlocks blocks={[block]} />;
  }
}

function Section({ block }: { block: Block & { type: 'section' } }) {
  const { accessory } = block;
  return (
    <div className="block-section">
      <div className="block-section-text">
        {block.text && <Text text={block.text} />}
        {block.fields && (
          <div className="fields">
            {keyed(block.fields, ({ text }) => text).map(([key, field]) => (
              <div key={key}>
                <Text text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory?.type === 'image' && <img className="thumbnail" src={accessory.image_url} alt={accessory.alt_text} />}
      {accessory && accessory.type !== 'image' && <Control blockId={block.block_id ?? ''} element={accessory} live />}
    </div>
  );
}

function Context({ block }: { block: Block & { type: 'context' } }) {
  return (
    <div className="block-context">
      {keyed(block.elements, (element) => (element.type === 'image' ? element.alt_text : element.text)).map(
        ([key, element]) =>
          element.type === 'image' ? (
            <img key={key} src={element.image_url} alt={element.alt_text} />
          ) : (
            <Text key={key} text={element} />
          ),
      )}
    </div>
  );
}

function Input({ block }: { block: Block & { type: 'input' } }) {
  const labelId = useId();
  const error = useContext(SurfaceContext)?.error(block.block_id ?? '');
  return (
    <div className="block-input">
      <span className="label" id={labelId}>
        {block.label.text}
        {block.optional && <span className="optional"> (optional)</span>}
      </span>
      <Control
        blockId={block.block_id ?? ''}
        element={block.element}
        live={block.dispatch_action === true}
        labelledBy={labelId}
      />
      {block.hint && <span className="hint">{block.hint.text}</span>}
      {error && (
        <span className="field-error" role="alert">
          {error}
        </span>
      )}
    </div>
  );
}

/** Things that have no ids, each with a key of its own: what it says, and which of those that say the same it is. */
function keyed<T>(items: readonly T[], saying: (item: T) => string): [string, T][] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const said = saying(item);
    const count = seen.get(said) ?? 0;
    seen.set(said, count + 1);
    return [`${count} ${said}`, item];
  });
}
