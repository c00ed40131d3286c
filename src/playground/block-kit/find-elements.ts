/** Finds what can be clicked or filled in among blocks, and names what the app left unnamed, as Slack does. */
import type { Block } from './blocks.ts';
import type { InteractiveElement } from './elements.ts';

/** An element and the block it stands in. */
export interface PlacedElement {
  block: Block;
  element: InteractiveElement;
}

/** All interactive elements of these blocks, in reading order. */
export function interactiveElements(blocks: readonly Block[]): PlacedElement[] {
  return blocks.flatMap((block) => {
    if (block.type === 'container') return interactiveElements(block.child_blocks);
    if (block.type === 'carousel') return interactiveElements(block.elements);
    return elementsOf(block).map((element) => ({ block, element }));
  });
}

function elementsOf(block: Block): readonly InteractiveElement[] {
  switch (block.type) {
    case 'actions':
      return block.elements;
    case 'section':
      return block.accessory && block.accessory.type !== 'image' ? [block.accessory] : [];
    case 'input':
      return [block.element];
    case 'card':
      return block.actions ?? [];
    default:
      return [];
  }
}

/** All options of an element, whether in groups or not. */
export function offeredOptions<O extends { value: string }>(element: {
  options?: O[] | undefined;
  option_groups?: { options: O[] }[] | undefined;
}): O[] {
  return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
}

/**
 * A copy of the blocks in which every block has a `block_id` and every element an `action_id`.
 * @param nextId gives a new short id at each call
 */
export function withIds(blocks: readonly Block[], nextId: () => string): Block[] {
  const copy = structuredClone([...blocks]);
  nameBlocks(copy, nextId);
  return copy;
}

function nameBlocks(blocks: Block[], nextId: () => string): void {
  for (const block of blocks) {
    block.block_id ??= nextId();
    if (block.type === 'container') nameBlocks(block.child_blocks, nextId);
    if (block.type === 'carousel') nameBlocks(block.elements, nextId);
    for (const element of elementsOf(block)) element.action_id ??= nextId();
  }
}
