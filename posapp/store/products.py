"""The catalogue of goods, with what a scanner reads on them."""

from __future__ import annotations

import json

from posapp.loyalty.basket import Product
from posapp.loyalty.words import Text
from posapp.store.database import Database, Row

_COLUMNS = """p.id, p.name, p.price_minor, p.categories,
    (SELECT json_group_array(barcode ORDER BY place) FROM product_barcodes WHERE product = p.id)"""


def put_product(db: Database, product: Product) -> None:
    """Add a product or replace the one of its id, in the current transaction. A barcode of another product is a bug
    (the driver's IntegrityError): ask `by_barcode` before."""
    db.must_be_writing()
    db.execute(
        """INSERT INTO products VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,
           price_minor = excluded.price_minor, categories = excluded.categories""",
        (
            product.id,
            json.dumps(product.name.written(), ensure_ascii=False),
            product.price_minor,
            json.dumps(product.categories, ensure_ascii=False),
        ),
    )
    db.execute("DELETE FROM product_barcodes WHERE product = ?", (product.id,))
    db.executemany(
        "INSERT INTO product_barcodes VALUES (?, ?, ?)",
        [(barcode, product.id, place) for place, barcode in enumerate(product.barcodes)],
    )


def remove_product(db: Database, product_id: str) -> bool:
    """Take a product out of the catalogue; old sales keep their lines. False where there is none."""
    db.must_be_writing()
    return bool(db.execute("DELETE FROM products WHERE id = ?", (product_id,)).rowcount)


def get_product(db: Database, product_id: str) -> Product | None:
    """The product with this id."""
    row = db.row(f"SELECT {_COLUMNS} FROM products p WHERE id = ?", (product_id,))
    return _read(row) if row else None


def by_barcode(db: Database, barcode: str) -> Product | None:
    """The product that carries this barcode."""
    row = db.row(
        f"""SELECT {_COLUMNS} FROM product_barcodes b CROSS JOIN products p ON p.id = b.product
            WHERE b.barcode = ?""",
        (barcode,),
    )
    return _read(row) if row else None


def find_products(db: Database, text: str = "", *, limit: int = 50, offset: int = 0) -> tuple[tuple[Product, ...], int]:
    """Products whose id, name or barcode holds `text` (all for none), by id, and how many there are in all."""
    like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    where = """WHERE ?1 = '%%' OR p.id LIKE ?1 ESCAPE '\\' OR p.name LIKE ?1 ESCAPE '\\' OR EXISTS (SELECT 1
               FROM product_barcodes WHERE product = p.id AND barcode LIKE ?1 ESCAPE '\\')"""
    rows = db.rows(f"SELECT {_COLUMNS} FROM products p {where} ORDER BY p.id LIMIT ?2 OFFSET ?3", (like, limit, offset))
    total = db.value(f"SELECT count(*) FROM products p {where}", (like,))
    return tuple(map(_read, rows)), int(total)


def all_products(db: Database) -> tuple[Product, ...]:
    """The whole catalogue, by id."""
    return tuple(map(_read, db.rows(f"SELECT {_COLUMNS} FROM products p ORDER BY p.id")))


def categories(db: Database) -> tuple[str, ...]:
    """Every category that a product has, by name."""
    found = db.rows("SELECT DISTINCT value FROM products, json_each(products.categories) ORDER BY value")
    return tuple(name for (name,) in found)


def _read(row: Row) -> Product:
    id_, name, price_minor, in_categories, barcodes = row
    return Product(
        id=id_,
        name=Text.read(json.loads(name)),
        price_minor=price_minor,
        categories=tuple(json.loads(in_categories)),
        barcodes=tuple(json.loads(barcodes)),
    )
