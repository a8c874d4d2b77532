"""A load generator that speaks Streamlit's own WebSocket protocol, bounded in count and time, on this machine only."""
